//! The test vectors of the consensus clean-up (`bips/bip54_*.json`): chains of headers and of blocks, and
//! transactions, that are valid today or not, and under BIP 54 or not. Their proof of work is real.

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use blockstep::chain::ChainParams;
use blockstep::chain::difficulty::{block_context, header_context};
use blockstep::encode::Decode;
use blockstep::ledger::block::{
    BlockError, Connecting, IndexedBlock, check_block, check_block_header, contextual_check_block,
    contextual_check_block_header,
};
use blockstep::ledger::lock_time::MedianTimes;
use blockstep::ledger::{CoinView, bip54};
use blockstep::primitives::{Block, BlockHeader, Transaction};
use serde_json::Value;

/// Mainnet, with the clean-up from this height on.
fn params(bip54_height: Option<u32>) -> ChainParams {
    let mut params = ChainParams::mainnet();
    params.deployments.bip54_height = bip54_height;
    params
}

fn json(name: &str) -> Option<Value> {
    Some(serde_json::from_slice(&vectors::read(name)?).unwrap())
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn reject(error: BlockError) -> String {
    error.reject().into_owned()
}

/// A tree of headers, walked from the root to every leaf.
struct Walk {
    params: ChainParams,
    branch: Vec<BlockHeader>,
    headers: usize,
    /// Of each leaf: what the vectors say of it, and Core's string where it is refused.
    leaves: Vec<(bool, Option<String>)>,
}

impl Walk {
    fn check(&mut self, header: BlockHeader) -> Result<(), BlockError> {
        self.headers += 1;
        assert_eq!(header.prev_block_hash, self.branch.last().unwrap().block_hash());
        check_block_header(&header, self.params.pow.limit)?;
        let prev_height = self.branch.len() as u32 - 1;
        // No clock: no header comes from the future.
        let context =
            header_context(&self.params, prev_height, &self.branch, header.time, u32::MAX);
        contextual_check_block_header(&header, &context)?;
        self.branch.push(header);
        Ok(())
    }

    fn part(&mut self, part: &Value) {
        let height = self.branch.len();
        let headers = array(&part["block_headers"]).iter();
        let headers = headers.map(|hex| BlockHeader::from_hex(hex.as_str().unwrap()).unwrap());
        let refused = headers.map(|header| self.check(header)).find_map(Result::err);
        if let Some(valid) = part["valid"].as_bool() {
            self.leaves.push((valid, refused.map(reject)));
        } else {
            assert_eq!(refused, None, "what all leaves share is valid");
        }
        array(&part["extensions"]).iter().for_each(|part| self.part(part));
        self.branch.truncate(height);
    }
}

fn walk(tree: &Value, bip54_height: Option<u32>) -> Walk {
    let params = params(bip54_height);
    let genesis = params.genesis.header;
    let mut walk = Walk { params, branch: vec![genesis], headers: 1, leaves: Vec::new() };
    let mut root = tree.clone();
    let first = root["block_headers"].as_array_mut().unwrap().remove(0);
    assert_eq!(BlockHeader::from_hex(first.as_str().unwrap()).unwrap(), genesis);
    walk.part(&root);
    walk
}

#[test]
fn headers_are_judged_as_the_vectors_say() {
    let Some(tree) = json("bips/bip54_timestamps.json") else { return };
    let today = walk(&tree, None);
    assert_eq!((today.headers, today.leaves.len()), (4_049, 9));
    assert!(today.leaves.iter().all(|(_, refused)| refused.is_none()), "{:?}", today.leaves);
    let cleaned = walk(&tree, Some(1));
    for (valid, refused) in &cleaned.leaves {
        assert_eq!(*valid, refused.is_none(), "{:?}", cleaned.leaves);
    }
    let refused: Vec<_> = cleaned.leaves.into_iter().filter_map(|(_, refused)| refused).collect();
    assert_eq!(refused, ["time-timewarp-attack", "time-negative-interval"]);
    // Nothing is asked of blocks from before the rules.
    let later = walk(&tree, Some(4_032));
    assert!(later.leaves.iter().all(|(_, refused)| refused.is_none()), "{:?}", later.leaves);
}

/// Nothing in these chains has a relative lock.
struct NoTimes;

impl MedianTimes for NoTimes {
    fn median_time_past_before(&self, _: u32) -> Option<u32> {
        None
    }
}

/// Why the chain is refused: the last block's, since all others are valid.
fn judge(chain: &Value, params: &ChainParams) -> Option<String> {
    let blocks = array(chain).iter().map(|hex| Block::from_hex(hex.as_str().unwrap()).unwrap());
    let (mut branch, mut coins) = (vec![params.genesis.header], CoinView::default());
    let last = array(chain).len() - 1;
    for (height, block) in blocks.enumerate().skip(1) {
        let block = IndexedBlock::new(block);
        match connect(&block, params, &branch, &mut coins) {
            Ok(()) => branch.push(block.block().header),
            Err(error) => {
                assert_eq!(height, last, "{error}");
                return Some(reject(error));
            }
        }
    }
    None
}

fn connect(
    block: &IndexedBlock,
    params: &ChainParams,
    branch: &Vec<BlockHeader>,
    coins: &mut CoinView,
) -> Result<(), BlockError> {
    let (header, prev_height) = (&block.block().header, branch.len() as u32 - 1);
    assert_eq!(header.prev_block_hash, branch.last().unwrap().block_hash());
    check_block(block, &params.proof())?;
    let context = header_context(params, prev_height, branch, header.time, u32::MAX);
    contextual_check_block_header(header, &context)?;
    let (hash, median) = (block.hash(), context.median_time_past);
    let context = block_context(params, prev_height + 1, &hash, median, None);
    contextual_check_block(block, &context)?;
    Connecting { block, context: &context, times: &NoTimes }.run(coins).map(drop)
}

#[test]
fn coinbases_are_judged_as_the_vectors_say() {
    let Some(cases) = json("bips/bip54_coinbases.json") else { return };
    let cases = array(&cases);
    let judged = |bip54_height| -> Vec<Option<String>> {
        let params = params(bip54_height);
        cases.iter().map(|case| judge(&case["block_chain"], &params)).collect()
    };
    let nonfinal = Some("bad-txns-nonfinal".to_owned());
    // Two are refused already, since their lock time lies ahead.
    let today = [nonfinal.clone(), nonfinal.clone(), None, None, None, None, None];
    assert_eq!(judged(None), today);
    assert_eq!(judged(Some(5)), today);
    let (time, sequence) = (Some("bad-cb-locktime".into()), Some("bad-cb-sequence".into()));
    let cleaned = judged(Some(1));
    let valid: Vec<bool> = cases.iter().map(|case| case["valid"].as_bool().unwrap()).collect();
    assert_eq!(cleaned.iter().map(Option::is_none).collect::<Vec<_>>(), valid);
    assert_eq!(cleaned, [nonfinal.clone(), nonfinal, time.clone(), None, None, sequence, time]);
}

#[test]
fn sizes_are_judged_as_the_vectors_say() {
    let Some(cases) = json("bips/bip54_txsize.json") else { return };
    let verdict = |case: &Value| {
        let tx = Transaction::from_hex(case["tx"].as_str().unwrap()).unwrap();
        let result = bip54::check_size(0, &tx);
        assert_eq!(result.is_ok(), case["valid"].as_bool().unwrap(), "{}", case["comment"]);
        result
    };
    let verdicts: Vec<_> = array(&cases).iter().map(verdict).collect();
    assert_eq!(verdicts.len(), 13);
    let refused = verdicts.into_iter().filter_map(Result::err).map(reject);
    assert_eq!(refused.collect::<Vec<_>>(), ["bad-txns-size"; 10]);
}
