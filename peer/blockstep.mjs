// blockstep, driven as anyone drives it: by its commands.

import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Has blockstep make and mine a regtest chain in `folder`: payments to and from each kind of
 * output, and a reorganisation. Answers with its blocks in their order of arrival, in hex, and
 * with blockstep's own tip. (node.mjs says what the chain must look like for bcoin.)
 */
export function makeChain(binary, folder) {
  const blockstep = (...args) => execFileSync(binary, args, { cwd: folder, encoding: 'utf8' });
  blockstep('chain', 'new', '--network', 'regtest', 'regtest');
  throw new Error('making a chain with blockstep is still to be written: use --chain FILE');
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
