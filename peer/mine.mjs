// A regtest chain that bcoin makes: its own miner, its own keys and signatures.
//
// 432 blocks bring SegWit into force; then one payment to each kind, one from each kind, a
// reorganisation whose two branches spend the same coin, and an orphan.

import { createHash } from 'node:crypto';

import { KINDS } from './kinds.mjs';
import { bcoin, openChain, tipOf } from './node.mjs';

const { Coin, KeyRing, Miner, MTX, Script } = bcoin;
const SEGWIT_HEIGHT = 432;
const AMOUNT = 500_000_000;
const FEE = 10_000;

/** Answers with the blocks in their order of arrival, in hex, and with bcoin's tip at the end. */
export async function mineChain() {
  const chain = await openChain('shipped');
  const miner = new Miner({ chain, address: KEYS[0].getAddress() });
  await miner.open();
  const bench = { chain, miner, lines: [] };

  const coinbases = [];
  while (chain.height < SEGWIT_HEIGHT)
    coinbases.push((await mine(bench)).txs[0]);

  await payEachKind(bench, coinbases[0]);
  await reorganise(bench, coinbases[1]);
  await leaveAnOrphan(bench);

  const { lines } = bench;
  const end = tipOf(chain);
  await miner.close();
  await chain.close();
  return { lines, ...end };
}

async function payEachKind(bench, coinbase) {
  const wallets = KINDS.map(walletOf);
  const fund = pay(coinbase, 0, walletOf('p2pkh'),
    wallets.map(wallet => ({ script: wallet.script, value: AMOUNT })));
  await mine(bench, { payments: [fund] });

  const home = walletOf('p2pkh').script;
  await mine(bench, {
    payments: wallets.map((wallet, index) =>
      pay(fund, index, wallet, [{ script: home, value: AMOUNT - FEE }])),
  });
}

/** Two blocks on one branch, three on the other: the coin that both spend changes hands twice. */
async function reorganise(bench, coinbase) {
  const fork = bench.chain.tip;
  const [first, second] = ['p2wpkh', 'p2sh multisig'].map(kind =>
    pay(coinbase, 0, walletOf('p2pkh'), [{ script: walletOf(kind).script, value: AMOUNT }]));
  await mine(bench, { payments: [first] });
  await mine(bench);

  let tip = fork;
  for (const payments of [[second], [], []]) {
    const block = await mine(bench, { tip, payments });
    tip = await bench.chain.getEntry(block.hash('hex'));
  }
}

/** The last two blocks arrive in the wrong order. */
async function leaveAnOrphan({ chain, miner, lines }) {
  await mine({ chain, miner, lines });
  await mine({ chain, miner, lines });
  lines.push(...lines.splice(-2).reverse());
}

async function mine({ chain, miner, lines }, { tip = chain.tip, payments = [] } = {}) {
  const job = await miner.createJob(tip);
  for (const [tx, view] of payments.map(payment => payment.commit())) {
    if (!job.attempt.addTX(tx, view))
      throw new Error(`bcoin's miner leaves out ${tx.rhash()}`);
  }
  job.attempt.refresh();
  const block = await job.mineAsync();
  await chain.add(block);
  lines.push(block.toRaw().toString('hex'));
  return block;
}

const KEYS = [0, 1, 2].map(index =>
  KeyRing.fromPrivate(createHash('sha256').update(`blockstep peer ${index}`).digest(), true));

/** What locks an output of `kind`, and the key rings that unlock it. */
function walletOf(kind) {
  const multisig = Script.fromMultisig(2, 3, KEYS.map(key => key.publicKey));
  const rings = (keys, { script, ...options }) => keys.map(({ privateKey: key }) =>
    Object.assign(script ? KeyRing.fromScript(key, script) : KeyRing.fromPrivate(key), options));
  const [one, two] = [KEYS.slice(0, 1), KEYS.slice(0, 2)];
  const nested = ([ring]) => Script.fromScripthash(ring.getNestedHash());

  switch (kind) {
    case 'p2pk':
      return { script: Script.fromPubkey(KEYS[0].publicKey), signers: one };
    case 'p2pkh':
      return { script: Script.fromPubkeyhash(KEYS[0].getKeyHash()), signers: one };
    case 'bare multisig':
      return { script: multisig, signers: two };
    case 'p2sh multisig':
      return {
        script: Script.fromScripthash(multisig.hash160()),
        signers: rings(two, { script: multisig }),
      };
    case 'p2wpkh': {
      const signers = rings(one, { witness: true });
      return { script: signers[0].getProgram(), signers };
    }
    case 'p2wsh multisig': {
      const signers = rings(two, { witness: true, script: multisig });
      return { script: signers[0].getProgram(), signers };
    }
    case 'p2sh-p2wpkh': {
      const signers = rings(one, { witness: true, nested: true });
      return { script: nested(signers), signers };
    }
    case 'p2sh-p2wsh multisig': {
      const signers = rings(two, { witness: true, nested: true, script: multisig });
      return { script: nested(signers), signers };
    }
    default:
      throw new Error(`bcoin is not taught to pay to ${kind}`);
  }
}

/** Spends output `index` of `from` in full; what `outputs` leave over is the fee. */
function pay(from, index, { signers }, outputs) {
  const mtx = new MTX();
  const coin = Coin.fromTX(from, index, 1);
  mtx.addCoin(coin);
  for (const output of outputs)
    mtx.addOutput(output.script, output.value);
  for (const signer of signers) {
    mtx.scriptInput(0, coin, signer);
    mtx.signInput(0, coin, signer);
  }
  if (!mtx.verify())
    throw new Error(`bcoin cannot sign for ${coin.script}`);
  return mtx;
}
