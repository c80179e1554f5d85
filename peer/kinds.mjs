// Which kind of output an input spends, and whether a chain has shown them all.
//
// A kind counts when an output of it is *spent* in a block that bcoin connected with the rule in
// force: only then has its script run. A witness program before SegWit, or a P2SH output before
// BIP 16, is a coin that anyone can spend, and proves nothing.

import { bcoin } from './node.mjs';

/** Every standard kind of output before Taproot that can be spent. */
export const KINDS = [
  'p2pk', 'p2pkh', 'bare multisig', 'p2sh multisig',
  'p2wpkh', 'p2wsh multisig', 'p2sh-p2wpkh',
];

/** The kind that `input` spends, or null where it is another, or was not judged by its own rule. */
export function kindOfSpend(script, input, state) {
  if (script.isPubkey())
    return 'p2pk';
  if (script.isPubkeyhash())
    return 'p2pkh';
  if (script.isMultisig())
    return 'bare multisig';
  if (script.isProgram())
    return kindOfProgram(script, input, state);
  if (!script.isScripthash() || !state.hasP2SH())
    return null;

  const redeem = input.script.getRedeem();
  if (redeem.isMultisig())
    return 'p2sh multisig';
  const inner = redeem.isProgram() ? kindOfProgram(redeem, input, state) : null;
  return inner && `p2sh-${inner}`;
}

function kindOfProgram(program, input, state) {
  const witness = input.witness.items;
  if (!state.hasWitness() || witness.length === 0)
    return null;
  if (program.isWitnessPubkeyhash())
    return 'p2wpkh';
  const inner = bcoin.Script.fromRaw(witness[witness.length - 1]);
  return program.isWitnessScripthash() && inner.isMultisig() ? 'p2wsh multisig' : null;
}

/** How often each kind was spent. */
export function countKinds(spends) {
  const counts = new Map(KINDS.map(kind => [kind, 0]));
  for (const { kind } of spends)
    counts.set(kind, counts.get(kind) + 1);
  return counts;
}

/** Throws where the chain leaves out a kind, or never took a block back. */
export function requireCoverage({ spends, disconnected }) {
  const counts = countKinds(spends);
  const missing = KINDS.filter(kind => counts.get(kind) === 0);
  if (missing.length > 0)
    throw new Error(`no output of this kind was spent under its own rule: ${missing.join(', ')}`);
  if (disconnected === 0)
    throw new Error('no block was ever disconnected: the chain has no reorganisation');
}
