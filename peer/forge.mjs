// Blocks that both sides must refuse: one change each, made to a block of the chain at hand.
//
// The Merkle root, the witness commitment and the proof of work are made good again after the
// change, so that the forged thing itself is what is judged. One forgery keeps the old header: its
// hash is that of the honest block, and refusing it must not spoil the honest one that comes next.

import { KINDS } from './kinds.mjs';
import { bcoin } from './node.mjs';

const SCRIPT = /^(mandatory|block)-script-verify-flag-failed/;
const ROOT = /^(bad-txnmrklroot|bad-witness-merkle-match)$/;

/**
 * Forgeries for a chain that bcoin has judged: `{ before, what, line, because }`, to be sent
 * right before line number `before`, and refused for a reason that `because` matches.
 */
export function forgeries(lines, { verdicts, spends }) {
  const found = KINDS.map(kind => {
    const spend = spends.find(spend => spend.kind === kind && isForgeable(spend, lines, verdicts));
    if (!spend)
      throw new Error(`no ${kind} spend to forge: it needs a block that extends the tip when it `
        + 'arrives, and a transaction that nothing in the same block spends');
    return spend;
  });
  return [...found.flatMap(spend => forgedSpends(lines, spend)), greedyCoinbase(lines, found[0])];
}

function forgedSpends(lines, { kind, line, tx, input }) {
  const forge = (what, because, change, mend) => ({
    before: line,
    what: `${kind}: ${what}`,
    line: forgedBlock(lines[line], block => change(block.txs[tx]), mend),
    because,
  });
  const flip = tx => flipSignatureBit(tx.inputs[input]);
  return [
    forge('a bit of an amount cleared', SCRIPT, clearAmountBit, remine),
    forge('a bit of a signature flipped', SCRIPT, flip, remine),
    forge('a bit of a signature flipped under the old header', ROOT, flip, () => {}),
  ];
}

function greedyCoinbase(lines, { line }) {
  const take = block => { block.txs[0].outputs[0].value += 1; };
  return {
    before: line,
    what: 'a coinbase that takes one satoshi too many',
    line: forgedBlock(lines[line], take, remine),
    because: /^bad-cb-amount$/,
  };
}

function forgedBlock(line, change, mend) {
  const block = bcoin.Block.fromRaw(line, 'hex');
  change(block);
  block.refresh(true);
  mend(block);
  return block.toRaw().toString('hex');
}

function isForgeable(spend, lines, verdicts) {
  const { hash, result, tip } = verdicts[spend.line];
  if (result !== 'connected' || tip !== hash)
    return false;
  const block = bcoin.Block.fromRaw(lines[spend.line], 'hex');
  if (block.rhash() !== hash || block.prevBlock !== previousTip(verdicts, spend.line))
    return false;
  const txid = block.txs[spend.tx].hash('hex');
  return !block.txs.some(tx => tx.inputs.some(input => input.prevout.hash === txid));
}

function previousTip(verdicts, line) {
  return line > 0 && Buffer.from(verdicts[line - 1].tip, 'hex').reverse().toString('hex');
}

function clearAmountBit(tx) {
  const output = tx.outputs.find(output => output.value > 0);
  const low = BigInt(output.value);
  output.value = Number(low & (low - 1n));
}

function flipSignatureBit(input) {
  const { script, witness } = input;
  const inWitness = witness.items.findIndex(isSignature);
  if (inWitness >= 0) {
    flipBit(witness.items[inWitness]);
    return;
  }
  const inScript = script.code.findIndex(op => op.data && isSignature(op.data));
  if (inScript < 0)
    throw new Error('the input has no signature to forge');
  flipBit(script.code[inScript].data);
  script.compile();
}

function isSignature(data) {
  return data.length >= 60 && data.length <= 73 && data[0] === 0x30;
}

/** The lowest bits of s: the encoding stays strict DER. */
function flipBit(signature) {
  signature[signature.length - 3] ^= 1;
}

function remine(block) {
  const [coinbase] = block.txs;
  const commitment = coinbase.outputs.findLast(output => output.script.isCommitment());
  if (commitment && block.getWitnessNonce()) {
    commitment.script.fromCommitment(block.createCommitmentHash());
    block.refresh(true);
  }
  block.merkleRoot = block.createMerkleRoot('hex');
  do {
    block.nonce = (block.nonce + 1) >>> 0;
    block.refresh();
  } while (!block.verifyPOW());
}
