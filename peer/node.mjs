// bcoin's regtest chain in this process, in memory: its settings, and its verdict on each block.
//
// Where bcoin 1.0.2's regtest differs from Bitcoin Core 31.99's, and what a chain must look like
// so that both accept it (bcoin: lib/protocol/networks.js, lib/blockchain/chain.js; Core:
// CRegTestParams in kernel/chainparams.cpp):
//
//   rule                      bcoin 1.0.2                         Core 31.99
//   P2SH (BIP 16)             from block time 1333238400 on       from genesis
//   height in coinbase (34)   from height 100,000,000             from height 1
//   strict DER (66)           from height 1,251                   from height 1
//   CLTV (65)                 from height 1,351                   from height 1
//   CSV, median time (68,     BIP 9, bit 0: 108 of the blocks     from height 1
//     112, 113)               144..287 signal, active from 432
//   SegWit, NULLDUMMY (141,   BIP 9, bit 1: likewise, active      from genesis
//     143, 147)               from 432
//   witness before SegWit     refused ("unexpected-witness"),     there is no before
//                             the coinbase's nonce as well
//   Taproot                   unknown: version 1 is anyone's      from genesis
//   retarget interval         2,016, never retargets              144, never retargets
//   addresses                 'rb', 0x3c, 0x26                    'bcrt', 111, 196
//
// The same in both: genesis, proof-of-work limit, halving every 150 blocks, maturity 100, two hours
// into the future, most work and first seen. Addresses differ, scripts do not, so blocks travel.
//
// A chain for both therefore has block times after 1 April 2012, puts the height in the coinbase
// and version 4 or more in the header from the start, signals bits 0 and 1 from 144 to 287
// (version 0x20000003), and spends witness programs from 432 on.
//
// A block before SegWit is handed over without its witness, as BIP 144 has every node do for a peer
// that knows none. Its hash stays the same, so that a coinbase commitment does no harm there.

import { createRequire } from 'node:module';
import { join } from 'node:path';

import { kindOfSpend } from './kinds.mjs';

const require = createRequire(join(process.env.BCOIN_FOLDER, 'package.json'));
export const bcoin = require('bcoin');
const regtest = require('bcoin/lib/protocol/networks').regtest;

/** What bcoin's regtest is set to before it judges. Both are bcoin's own code, unpatched. */
export const SETTINGS = {
  /** As it comes. */
  shipped: {},
  /**
   * Its heights set to Core's, and its BIP 9 windows to one block without a vote, which makes
   * height 3 the first under every rule.
   */
  core: {
    block: { bip34height: 1, bip65height: 1, bip66height: 1 },
    deployment: { threshold: 0, window: 1 },
  },
};

/** Opens an empty regtest chain. */
export async function openChain(setting) {
  const { block, deployment } = SETTINGS[setting];
  const deploys = regtest.deploys.map(deploy => {
    const buried = deploy.name === 'csv' || deploy.name === 'segwit';
    return { ...deploy, ...(buried ? deployment : {}) };
  });
  const network = new bcoin.Network({
    ...regtest,
    block: { ...regtest.block, ...block },
    deploys,
    deployments: Object.fromEntries(deploys.map(deploy => [deploy.name, deploy])),
  });
  const chain = new bcoin.Chain({ network, memory: true });
  await chain.open();
  return chain;
}

/** Leaves out the genesis block, which every node has from the start. */
export function withoutGenesis(lines) {
  return lines.filter(line => line !== regtest.genesisBlock);
}

/** The tip as explorers write it. */
export function tipOf(chain) {
  return { tip: chain.tip.rhash(), height: chain.height };
}

/**
 * Hands `lines` (blocks in hex) to bcoin in their order. Answers with a verdict a line, in the
 * words of `blockstep chain verify --batch`, every spend of a known kind that was judged, and the
 * number of blocks that were disconnected on the way.
 */
export async function judge(lines, setting) {
  const chain = await openChain(setting);
  const seen = { verdicts: [], spends: [], disconnected: 0 };

  chain.on('connect', (entry, block, view) => {
    const line = seen.verdicts.length;
    seen.spends.push(...spendsOf(block, view, chain.state).map(spend => ({ line, ...spend })));
  });
  chain.on('disconnect', () => { seen.disconnected += 1; });

  for (const line of lines)
    seen.verdicts.push(await verdict(chain, line));

  await chain.close();
  return seen;
}

async function verdict(chain, line) {
  let block = bcoin.Block.fromRaw(line, 'hex');
  const hash = block.rhash();
  const prev = await chain.getEntry(block.prevBlock);
  if (prev && !(await chain.getDeployments(block.time, prev)).hasWitness())
    block = bcoin.Block.fromRaw(block.toNormal());

  let result, reject = null;
  try {
    const entry = await chain.add(block);
    if (entry === null)
      result = 'orphan';
    else
      result = await chain.isMainHash(entry.hash) ? 'connected' : 'side';
  } catch (error) {
    if (error.type !== 'VerifyError')
      throw error;
    result = error.reason === 'duplicate' ? 'duplicate' : 'rejected';
    reject = error.reason;
  }
  return { hash, result, reject, ...tipOf(chain) };
}

function spendsOf(block, view, state) {
  const spends = [];
  for (const [tx, { inputs }] of block.txs.entries()) {
    for (const [index, input] of inputs.entries()) {
      const coin = view.getOutputFor(input);
      const kind = coin && kindOfSpend(coin.script, input, state);
      if (kind)
        spends.push({ kind, tx, input: index });
    }
  }
  return spends;
}
