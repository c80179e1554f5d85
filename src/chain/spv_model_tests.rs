use super::*;
use crate::chain::{ChainParams, difficulty::HeaderChain, mine};
use crate::hash::{BlockHash, Txid};
use crate::primitives::merkle::Proof;
use crate::primitives::{Block, BlockHeader, CompactTarget, ScriptBuf, Transaction, TxIn, TxOut};
use crate::trace::{Stepper, Trace, Verdict};

const COUNT: usize = 5;
const PAYMENT: usize = 4;
const HEIGHT: u32 = 2;

/// Transaction number `n`, with an output whose script makes it larger by `extra` bytes.
fn transaction(n: u32, extra: usize) -> Transaction {
    let input =
        TxIn { previous_output: OutPoint { txid: Txid([7; 32]), vout: n }, ..TxIn::default() };
    let output = TxOut { value: 1, script_pubkey: ScriptBuf(vec![0x51; extra]) };
    Transaction { version: 2, inputs: vec![input], outputs: vec![output], lock_time: 0 }
}

/// A block after `last`, as hard as that one, with proof of work.
fn block_after(last: &BlockHeader, transactions: Vec<Transaction>) -> Block {
    let mut block = Block { transactions, ..Block::default() };
    block.header = BlockHeader {
        prev_block_hash: last.block_hash(),
        merkle_root: block.compute_merkle_root().hash,
        time: last.time + 600,
        ..*last
    };
    mine(block, 1_000).unwrap()
}

/// Regtest from block 0 to 4; block 2 holds what is handed over, the last of five.
fn honest() -> (PowParams, HeaderRun, Handed) {
    let params = ChainParams::regtest();
    let mut run = HeaderRun { first_height: 0, headers: vec![params.genesis.header] };
    let transactions: Vec<_> = (0..COUNT as u32).map(|n| transaction(n, 20)).collect();
    for _ in 1..=4 {
        run.headers.push(block_after(run.headers.last().unwrap(), transactions.clone()).header);
    }
    let leaves: Vec<_> = transactions.iter().map(|tx| MerkleNode(tx.txid().0)).collect();
    let branch = Proof::new(&leaves, PAYMENT).unwrap();
    let handed = Handed { transaction: transactions[PAYMENT].clone(), height: HEIGHT, branch };
    (params.pow, run, handed)
}

/// The rule at which it ends, or none where the phone accepts; and the steps up to there.
fn end(params: &PowParams, run: &HeaderRun, handed: &Handed) -> (Option<String>, usize) {
    let model = SpvModel::new("phone", params.clone(), run.clone(), handed.clone());
    let mut trace = Trace::new(model);
    let steps = trace.seek(100);
    match trace.scene(&Window::all()).verdict.unwrap() {
        Verdict::Invalid { name, reason } => {
            assert!(!reason.is_empty());
            (Some(name), steps)
        }
        _ => (None, steps),
    }
}

#[test]
fn an_honest_proof_is_accepted_from_every_place() {
    let (params, run, mut handed) = honest();
    let leaves: Vec<_> =
        (0..COUNT as u32).map(|n| MerkleNode(transaction(n, 20).txid().0)).collect();
    for place in 0..COUNT {
        handed.branch = Proof::new(&leaves, place).unwrap();
        handed.transaction = transaction(place as u32, 20);
        // Four headers, the txid, three hashes, the root, the count.
        assert_eq!(end(&params, &run, &handed), (None, 10), "{place}");
    }
}

#[test]
fn each_forged_header_stops_the_phone_where_it_stands() {
    let (params, run, handed) = honest();
    let with = |place: usize, change: &dyn Fn(&mut BlockHeader)| {
        let mut run = run.clone();
        change(&mut run.headers[place]);
        end(&params, &run, &handed)
    };
    let high = |header: &mut BlockHeader| {
        let target = header.bits.target().unwrap();
        while target.is_met_by(&header.block_hash()) {
            header.nonce += 1;
        }
    };
    assert_eq!(with(3, &high), (Some("high-hash".into()), 3));
    let elsewhere = |header: &mut BlockHeader| header.prev_block_hash = BlockHash([9; 32]);
    assert_eq!(with(2, &elsewhere), (Some("prev-blk-not-found".into()), 2));
    let easy = |header: &mut BlockHeader| header.bits = CompactTarget(0x2100_ffff);
    assert_eq!(with(4, &easy), (Some("high-hash".into()), 4), "above the network's limit");
    let hard = |header: &mut BlockHeader| {
        header.bits = CompactTarget(0x207f_fffe);
        while !header.bits.target().unwrap().is_met_by(&header.block_hash()) {
            header.nonce += 1;
        }
    };
    assert_eq!(with(4, &hard), (Some("bad-diffbits".into()), 4), "not what the chain asks for");
}

#[test]
fn each_forged_proof_stops_the_phone_where_it_shows() {
    let (params, run, handed) = honest();
    let headers = 4;
    let with = |change: &dyn Fn(&mut Handed)| {
        let mut handed = handed.clone();
        change(&mut handed);
        end(&params, &run, &handed)
    };
    let branch = || Some("spv-branch".to_string());
    // The txid is the phone's own, so a changed transaction shows at the root: txid, 3 hashes, root.
    let at_root = (branch(), headers + 5);
    assert_eq!(with(&|handed| handed.transaction.outputs[0].value += 1), at_root);
    assert_eq!(with(&|handed| handed.branch.neighbours[2].0[0] ^= 1), at_root);
    assert_eq!(with(&|handed| handed.branch.index ^= 4), at_root);
    assert_eq!(with(&|handed| handed.height = 9), at_root, "no such header");
    assert_eq!(with(&|handed| handed.branch.index += 8), at_root, "no such place");
    let short = |handed: &mut Handed| handed.branch.neighbours.truncate(2);
    assert_eq!(with(&short), (branch(), headers + 4));
    // The last of five is paired with itself; place 5 is one that only a repeated tail has.
    let twice = |handed: &mut Handed| handed.branch.index = 5;
    assert_eq!(with(&twice), (Some("bad-txns-duplicate".into()), headers + 2));
    // 4 + 1 + 36 + 1 + 4 + 1 + 8 + 1 + 4 bytes, and 4 more in the script.
    let like_a_node = |handed: &mut Handed| handed.transaction = transaction(4, 4);
    assert_eq!(with(&like_a_node), (Some("bad-txns-size".into()), headers + 1));
    assert_eq!(transaction(4, 4).base_size(), 64);
}

#[test]
fn the_bits_are_asked_for_only_where_the_headers_can_tell() {
    let (_, run, _) = honest();
    let mut params = ChainParams::mainnet().pow;
    params.limit = ChainParams::regtest().pow.limit;
    let at = |first_height: u32, bits: u32| {
        let mut run = HeaderRun { first_height, headers: run.headers[..1].to_vec() };
        let last = BlockHeader { bits: CompactTarget(bits), ..run.headers[0] };
        run.headers.push(block_after(&last, vec![transaction(0, 20)]).header);
        run.headers[1].prev_block_hash = run.headers[0].block_hash();
        while !run.headers[1].bits.target().unwrap().is_met_by(&run.headers[1].block_hash()) {
            run.headers[1].nonce += 1;
        }
        assert!(run.header(first_height).is_some() && run.tip() == first_height + 1);
        spv::check_header(&params, &run, first_height + 1).is_ok()
    };
    assert!(at(2_014, 0x207f_ffff) && !at(2_014, 0x207f_fffe), "the same window, the same bits");
    assert!(at(2_015, 0x207f_fffe), "a window begins, and the one before it is not at hand");
}

#[test]
fn a_full_node_finds_what_the_phone_cannot() {
    let (params, run, handed) = honest();
    let ask = |coins: BTreeMap<OutPoint, Coin>| {
        let model = SpvModel::new("phone", params.clone(), run.clone(), handed.clone());
        let mut trace = Trace::new(model.with_full_node(coins));
        let steps = trace.seek(100);
        trace.seek(steps - 1);
        let phone = trace.scene(&Window::all()).verdict;
        trace.seek(steps);
        (phone, trace.scene(&Window::all()).verdict)
    };
    let (phone, node) = ask(BTreeMap::new());
    assert_eq!(phone, Some(Verdict::Valid));
    let missing = "bad-txns-inputs-missingorspent";
    assert!(matches!(node, Some(Verdict::Invalid { name, .. }) if name == missing));
    let outpoint = handed.transaction.inputs[0].previous_output;
    let coin = Coin { output: transaction(0, 20).outputs[0].clone(), height: 1, coinbase: false };
    assert_eq!(ask(BTreeMap::from([(outpoint, coin)])).1, Some(Verdict::Valid));
}
