//! The rules of headers on real headers: the targets that a chain asks for, the times that it allows,
//! and the work that adds up.

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeMap;

use blockstep::chain::difficulty::{HeaderChain, Retarget, header_context, next_bits, retarget};
use blockstep::chain::tree::{BlockTree, Place};
use blockstep::chain::{ChainParams, Deployments};
use blockstep::encode::Decode;
use blockstep::ledger::block::{check_block_header, contextual_check_block_header};
use blockstep::primitives::pow::{CompactTarget, Target, U256, Work};
use blockstep::primitives::{BlockHeader, pow};

/// Headers of some heights.
struct Sparse(BTreeMap<u32, BlockHeader>);

impl HeaderChain for Sparse {
    fn header(&self, height: u32) -> Option<BlockHeader> {
        self.0.get(&height).copied()
    }
}

/// The first and last headers of mainnet's windows, and the work up to each.
fn windows() -> Option<(Sparse, BTreeMap<u32, Work>)> {
    let text = String::from_utf8(vectors::read("chain/headers/mainnet_retargets.txt")?).unwrap();
    let (mut headers, mut works) = (BTreeMap::new(), BTreeMap::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let height = words[0].parse().unwrap();
        headers.insert(height, BlockHeader::from_hex(words[1]).unwrap());
        if let Some(work) = words.get(2).filter(|word| **word != "-") {
            works.insert(height, Work(Target::from_hex(work).unwrap().0));
        }
    }
    Some((Sparse(headers), works))
}

#[test]
fn all_413_retargets_of_mainnet_are_found_again() {
    let Some((chain, _)) = windows() else { return };
    let (params, testnet4) = (ChainParams::mainnet().pow, ChainParams::testnet4().pow);
    let (mut count, mut changed, mut limited, mut the_same) = (0, 0, 0, 0);
    let mut clamped = Vec::new();
    for height in (2_016..=832_608).step_by(2_016) {
        let (first, last) = (chain.0[&(height - 2_016)], chain.0[&(height - 1)]);
        let header = chain.0[&height];
        let found = retarget(&params, height - 1, &chain).unwrap();
        assert_eq!(found, Retarget::new(&params, &first, &last));
        assert_eq!(found.new_bits, header.bits, "height {height}");
        assert_eq!(next_bits(&params, height - 1, &chain, header.time), header.bits);
        count += 1;
        changed += usize::from(header.bits != last.bits);
        limited += usize::from(found.limited);
        if found.clamped_seconds != found.actual_seconds {
            clamped.push(height);
        }
        // Counter-tests: with the interval that Nakamoto forgot counted in, another target follows; and
        // the bits of the window's first block count on testnet 4 alone.
        let whole = BlockHeader { time: last.time + 600, ..last };
        the_same += usize::from(Retarget::new(&params, &first, &whole).new_bits == header.bits);
        let hard = BlockHeader { bits: CompactTarget(0x1b00_ffff), ..first };
        assert_eq!(Retarget::new(&params, &hard, &last).new_bits, header.bits);
        assert_ne!(Retarget::new(&testnet4, &hard, &last).new_bits, header.bits);
    }
    assert_eq!((count, changed, clamped.as_slice(), limited), (413, 398, &[68_544][..], 15));
    assert_eq!(
        the_same,
        15 + 1,
        "the interval is of no matter at the limit and at the clamp alone"
    );
}

/// Concatenated headers from height 0 on.
fn headers(name: &str, count: usize) -> Option<Vec<BlockHeader>> {
    let bytes = vectors::read(&format!("chain/headers/{name}"))?;
    let headers = bytes.chunks(80).map(|bytes| BlockHeader::from_bytes(bytes).unwrap());
    let headers: Vec<_> = headers.collect();
    assert_eq!(headers.len(), count);
    Some(headers)
}

/// What the rules say of `header` after `chain[..height]`, at the time `now`.
fn reject(
    params: &ChainParams,
    chain: &Vec<BlockHeader>,
    height: u32,
    header: &BlockHeader,
    now: u32,
) -> Option<String> {
    let context = header_context(params, height - 1, chain, header.time, now);
    let result = check_block_header(header, params.pow.limit)
        .and_then(|()| contextual_check_block_header(header, &context));
    result.err().map(|error| error.reject().into_owned())
}

/// What the rules of the chain say of `header`, its proof of work apart.
fn chain_says(
    params: &ChainParams,
    chain: &Vec<BlockHeader>,
    height: u32,
    header: &BlockHeader,
    now: u32,
) -> Option<String> {
    let context = header_context(params, height - 1, chain, header.time, now);
    let result = contextual_check_block_header(header, &context);
    result.err().map(|error| error.reject().into_owned())
}

/// The median of the eleven headers before `height`, told another way: the times in order, the one in
/// the middle, the later of two.
fn median(chain: &[BlockHeader], height: usize) -> u32 {
    let mut times: Vec<u32> =
        chain[height.saturating_sub(11)..height].iter().map(|header| header.time).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn check_headers(params: &ChainParams, chain: &Vec<BlockHeader>) -> Vec<Work> {
    assert_eq!(chain[0], params.genesis.header);
    let mut tree = BlockTree::new(chain[0]);
    let (mut tip, mut works) = (Place::GENESIS, vec![tree.node(Place::GENESIS).work]);
    for (height, header) in (1..).zip(&chain[1..]) {
        let now = header.time;
        let says = |header: &BlockHeader, now| chain_says(params, chain, height, header, now);
        assert_eq!(header.prev_block_hash, chain[height as usize - 1].block_hash());
        assert_eq!(reject(params, chain, height, header, now), None, "height {height}");
        // As far ahead of the clock as is allowed, and a second more.
        assert_eq!(says(header, now - 7_200), None);
        assert_eq!(says(header, now - 7_201).as_deref(), Some("time-too-new"));
        // Right after the median, and at it.
        let median = median(chain, height as usize);
        let at = |time| says(&BlockHeader { time, ..*header }, now);
        assert_eq!((at(median + 1), at(median).as_deref()), (None, Some("time-too-old")));
        let bits = CompactTarget(header.bits.0 ^ 1);
        let other = BlockHeader { bits, ..*header };
        assert_eq!(says(&other, now).as_deref(), Some("bad-diffbits"), "height {height}");
        let other = BlockHeader { nonce: header.nonce ^ 1, ..*header };
        assert_eq!(reject(params, chain, height, &other, now).as_deref(), Some("high-hash"));
        tip = tree.insert(*header, tip);
        works.push(tree.node(tip).work);
    }
    assert_eq!((tree.len(), tree.leaves(), tree.best()), (chain.len(), vec![tip], tip));
    works
}

#[test]
fn the_first_10_237_headers_of_mainnet_follow_from_each_other() {
    let Some(chain) = headers("mainnet_0_10236.hdr", 10_237) else { return };
    let params = ChainParams::mainnet();
    let works = check_headers(&params, &chain);
    let Some((windows, known)) = windows() else { return };
    let known = known.into_iter().filter(|(height, _)| (*height as usize) < chain.len());
    let known: Vec<_> = known.collect();
    assert_eq!(known.len(), 11);
    for (height, work) in known {
        assert_eq!(works[height as usize], work, "the work up to height {height}");
        assert_eq!(windows.header(height), Some(chain[height as usize]));
    }
    // Their version is 1, which the later rules have ended.
    for (deployment, version) in [(0, 2), (1, 3), (2, 4)] {
        let mut from_here = Deployments::all_from(u32::MAX);
        *[&mut from_here.bip34_height, &mut from_here.bip66_height, &mut from_here.bip65_height]
            [deployment] = 9_000;
        let params = ChainParams { deployments: from_here, ..params.clone() };
        let says = |height: u32, version| {
            let header = BlockHeader { version, ..chain[height as usize] };
            chain_says(&params, &chain, height, &header, header.time)
        };
        let text = format!("bad-version(0x{:08x})", version - 1);
        assert_eq!((says(8_999, version - 1), says(9_000, version - 1)), (None, Some(text)));
        assert_eq!((says(9_000, version), says(9_000, i32::MAX)), (None, None));
        assert_eq!(says(9_000, -1).as_deref(), Some("bad-version(0xffffffff)"));
    }
}

#[test]
fn the_first_2016_headers_of_signet_follow_from_each_other() {
    let Some(chain) = headers("signet_0_2015.hdr", 2_016) else { return };
    let params = ChainParams::signet();
    let works = check_headers(&params, &chain);
    // All have the bits of the first.
    let each = chain[0].bits.target().unwrap().work().0;
    assert_eq!(works.last(), Some(&Work(each.checked_mul(2_016).unwrap())));
    assert!(Work(U256::ONE << 30) < works[2_015]);
    for (height, header) in (1..).zip(&chain[1..]) {
        let old = BlockHeader { version: 3, ..*header };
        let said = chain_says(&params, &chain, height, &old, header.time);
        assert_eq!(said.as_deref(), Some("bad-version(0x00000003)"));
    }
}

/// The rules that no header above meets: the exception of the test networks, the jump back between
/// windows, and no retarget at all.
#[test]
fn each_network_s_own_rules_hold() {
    let Some(mut chain) = headers("mainnet_0_10236.hdr", 10_237) else { return };
    let easiest = ChainParams::mainnet().pow.limit.to_compact();
    let hard = CompactTarget(0x1c00_ffff);
    chain.truncate(3_001);
    chain[2_016..].iter_mut().for_each(|header| header.bits = hard);
    let (last, late) = (chain[3_000].time, chain[3_000].time + 1_201);
    let bits = |params: ChainParams, time| next_bits(&params.pow, 3_000, &chain, time);
    assert_eq!(bits(ChainParams::mainnet(), late), hard);
    assert_eq!(bits(ChainParams::testnet3(), late - 1), hard);
    assert_eq!(bits(ChainParams::testnet3(), late), easiest);
    assert_eq!(bits(ChainParams::testnet3(), last), hard);
    // After exceptions the last real target counts, and the window's first block is one in any case.
    let mut excepted = chain.clone();
    excepted[2_500..].iter_mut().for_each(|header| header.bits = easiest);
    let after =
        |chain: &Vec<BlockHeader>| next_bits(&ChainParams::testnet3().pow, 3_000, chain, last);
    assert_eq!(after(&excepted), hard);
    excepted[2_016..].iter_mut().for_each(|header| header.bits = easiest);
    assert_eq!(after(&excepted), easiest);

    // BIP 94: a window's first block may be 600 seconds older than the last of the one before.
    chain.truncate(2_016);
    let prev = chain[2_015].time;
    let says = |params: &ChainParams, time| {
        let bits = next_bits(&params.pow, 2_015, &chain, time);
        let header = BlockHeader { version: 4, time, bits, ..chain[2_015] };
        chain_says(params, &chain, 2_016, &header, prev)
    };
    let (mainnet, testnet4) = (ChainParams::mainnet(), ChainParams::testnet4());
    let oldest = median(&chain, 2_016) + 1;
    assert!(oldest < prev - 600, "the median leaves room for a jump");
    assert_eq!(says(&mainnet, oldest), None);
    assert_eq!(says(&testnet4, prev - 600), None);
    assert_eq!(says(&testnet4, prev - 601).as_deref(), Some("time-timewarp-attack"));

    // Regtest never changes its target.
    let regtest = ChainParams::regtest().pow;
    assert_eq!(next_bits(&regtest, 2_015, &chain, prev), chain[2_015].bits);
    assert!(pow::check_proof_of_work(chain[1].block_hash(), easiest, mainnet.pow.limit).is_ok());
}
