//! A real block filled up to the most signature checks that a block may ask for: no real block of ours
//! comes near, so that no single bit of it could reach the limit.

use blockstep::ledger::block::check::MAX_BLOCK_SIGOPS_COST;
use blockstep::primitives::TxOut;
use blockstep::rng::Rng;
use blockstep::script::op;

use super::judge::{Judge, repair};
use super::regions::Region;
use super::subject::Subject;
use super::{BLOCKS, census, load, plan};

#[test]
fn the_limit_of_signature_checks_is_judged() {
    use Region::{CoinbaseScriptPubKey, ScriptPubKey, ScriptSig, Witness};
    for (_, height, _) in BLOCKS {
        let Some(subject) = load(height) else { continue };
        let filled = filled(&subject);
        let judge = Judge::repairing(&filled);
        assert!((79_997..=80_000).contains(&judge.sigop_cost()), "{}", judge.sigop_cost());
        assert_eq!(judge.verdict(&filled.bytes), Ok(()));
        let wanted = [CoinbaseScriptPubKey, ScriptPubKey, ScriptSig, Witness];
        let mut rng = Rng::from_text(&format!("limit {height}"));
        let mutations = plan::plan(&filled, |region| wanted.contains(&region), 400, &mut rng);
        let mut census = census::take(&judge, &mutations);
        let found = census.rejected("bad-blk-sigops");
        assert!(found >= 10, "{height}: {found}\n{}", census.lines());
        census.objections.retain(|(_, text)| !text.contains("bad-blk-sigops"));
        assert!(census.objections.is_empty(), "{:#?}", census.objections);
        for (offset, bit) in sample(&filled) {
            // The second bit makes OP_CHECKMULTISIG, which counts as 20, of OP_CHECKSIG; no other bit
            // makes more of it.
            let expected = if bit == 1 { Err("bad-blk-sigops".to_string()) } else { Ok(()) };
            assert_eq!(judge.verdict(&filled.flipped(offset, bit)), expected, "{offset}:{bit}");
        }
    }
}

/// The block with one more output of the coinbase, which is worth nothing and asks for all the checks
/// that were left.
fn filled(subject: &Subject) -> Subject {
    let room = MAX_BLOCK_SIGOPS_COST - Judge::strict(subject).sigop_cost();
    // Outside a witness each costs 4 (BIP 141).
    let script_pubkey = vec![op::OP_CHECKSIG; room / 4].into();
    let mut block = subject.block.clone();
    block.transactions[0].outputs.push(TxOut { value: 0, script_pubkey });
    repair(&mut block);
    subject.with_block(&block)
}

/// Every bit of some of the bytes that fill the block.
fn sample(filled: &Subject) -> impl Iterator<Item = (usize, u8)> {
    let outputs = &filled.block.transactions[0].outputs;
    let path = format!("tx[0].vout[{}].scriptPubKey", outputs.len() - 1);
    let field = filled.fields.iter().find(|field| field.path == path).unwrap();
    (field.start..field.end).step_by(2_000).flat_map(|offset| (0..8).map(move |bit| (offset, bit)))
}
