// blockstep, driven as anyone drives it: by its commands.

import { join } from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** The kinds that are paid, as the wallet names them. */
const KINDS = [
  'p2pk', 'p2pkh', 'p2sh-p2wpkh', 'p2wpkh', 'multisig', 'p2sh-multisig', 'p2wsh-multisig',
];

/**
 * Has blockstep make and mine a regtest chain in `folder`: payments to and from each kind of
 * output, and a reorganisation. Answers with its blocks in their order of arrival, in hex, and
 * with blockstep's own tip. (node.mjs says what the chain must look like for bcoin.)
 */
export function makeChain(binary, folder) {
  const env = { ...process.env, BLOCKSTEP_CHAIN: join(folder, 'regtest'), BLOCKSTEP_HOME: folder };
  const blockstep = (...args) => execFileSync(binary, args, { cwd: folder, env, encoding: 'utf8' });
  blockstep('chain', 'new', '--network', 'regtest');
  for (const name of ['Alice', 'Bob', 'Carol'])
    blockstep('wallet', 'new', name);
  blockstep('mine', 'Alice', '110');

  // For each kind somebody who is paid in it, and whose only payment is a block of its own.
  for (const kind of KINDS) {
    blockstep('wallet', 'new', kind);
    blockstep('wallet', 'pay', 'Alice', kind, '1', '--kind', kind);
    blockstep('mine', 'Alice');
    blockstep('wallet', 'consolidate', kind);
    blockstep('mine', 'Alice');
  }
  blockstep('mine', 'Bob', '1');
  blockstep('mine', 'Alice', '100');
  blockstep('wallet', 'joint', 'Alice,Bob', 'Carol', '10');
  blockstep('mine', 'Alice');

  // Two blocks are lost to three others.
  const height = Number(blockstep('chain', 'tip').split(' ')[0]);
  blockstep('mine', 'Bob', '2');
  blockstep('chain', 'fork', String(height), '--to', 'Carol', '--blocks', '3');

  blockstep('chain', 'export', '--all', 'blocks.hex');
  const tip = blockstep('chain', 'tip').trim().split(' ')[1];
  return { ...readChain(join(folder, 'blocks.hex')), tip, settings: ['core'] };
}

/** A chain that was made before: blocks in hex, one a line. */
export function readChain(file) {
  return { lines: readFileSync(file, 'utf8').split('\n').filter(line => line !== '') };
}

/**
 * `blockstep chain verify --batch`: its verdict on each of `lines`, in their order. `now` is the
 * clock of the check, in Unix seconds.
 */
export async function judge(binary, lines, now) {
  const child = spawn(binary,
    ['chain', 'verify', '--batch', '-', '--network', 'regtest', '--now', String(now)],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // A program that stops early says so by its exit status; the broken pipe adds nothing.
  child.stdin.on('error', () => {});
  child.stdin.end(lines.map((block, id) => `${JSON.stringify({ id, block })}\n`).join(''));

  const verdicts = [];
  for await (const answer of createInterface({ input: child.stdout }))
    verdicts.push(JSON.parse(answer));
  const status = await ended;
  if (status !== 0)
    throw new Error(`blockstep ended with status ${status} after ${verdicts.length} blocks`);
  if (verdicts.length !== lines.length || verdicts.some(({ id }, index) => id !== index))
    throw new Error(`blockstep answered ${verdicts.length} of ${lines.length} blocks, or out of order`);
  return verdicts;
}
