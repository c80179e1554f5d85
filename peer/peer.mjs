// blockstep and bcoin judge each other's regtest chains, block by block: see README.md.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import * as blockstep from './blockstep.mjs';
import { forgeries } from './forge.mjs';
import { KINDS, countKinds, requireCoverage } from './kinds.mjs';
import { mineChain } from './mine.mjs';
import * as node from './node.mjs';

const [binary, ...options] = process.argv.slice(2);
if (!binary || (options.length > 0 && (options[0] !== '--chain' || options.length !== 2))) {
  console.error('usage: peer/run.sh BLOCKSTEP_BINARY [--chain FILE]');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'blockstep-peer-'));
try {
  const program = resolve(binary);
  const [, file] = options;
  const chain = file ? blockstep.readChain(file) : await blockstep.makeChain(program, folder);
  await compare('the chain that blockstep made', program, chain);
  await compare('the chain that bcoin made', program, await mineChain());
  console.log('blockstep and bcoin agree.');
} catch (error) {
  console.error(`They do not agree: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Has both judge `chain`, as it is and with forged blocks in between, under both settings. */
async function compare(title, binary, { lines: blocks, tip, settings }) {
  const lines = node.withoutGenesis(blocks);
  console.log(`\n${title}: ${lines.length} blocks`);
  const now = Math.floor(Date.now() / 1000);

  for (const setting of settings ?? Object.keys(node.SETTINGS)) {
    const honest = await node.judge(lines, setting);
    requireAccepted(honest.verdicts);
    requireCoverage(honest);
    requireCounterTests(honest);
    if (tip)
      assert.equal(honest.verdicts.at(-1).tip, tip, 'bcoin ends at another tip than the maker');

    const forged = forgeries(lines, honest);
    const { mixed, expected } = mix(lines, forged);
    const bcoin = (await node.judge(mixed, setting)).verdicts;
    const step = await blockstep.judge(binary, mixed, now);
    requireAgreement(expected, bcoin, step);
    assert.equal(step.at(-1).tip, honest.verdicts.at(-1).tip, 'forged blocks moved the tip');
    report(setting, honest, forged.length);
  }
}

function requireAccepted(verdicts) {
  const refused = verdicts.findIndex(({ result }) => result === 'rejected' || result === 'duplicate');
  if (refused >= 0)
    throw new Error(`bcoin refuses block ${refused}: ${JSON.stringify(verdicts[refused])}`);
}

/** The coverage is a gate: with any one kind taken away, or the reorganisation, it must close. */
function requireCounterTests(honest) {
  for (const kind of KINDS) {
    const without = { ...honest, spends: honest.spends.filter(spend => spend.kind !== kind) };
    assert.throws(() => requireCoverage(without), `nobody missed ${kind}`);
  }
  assert.throws(() => requireCoverage({ ...honest, disconnected: 0 }), 'nobody missed the reorganisation');
}

/** The chain with each forgery right before the honest block that it imitates. */
function mix(lines, forged) {
  const mixed = [];
  const expected = [];
  for (const [index, line] of lines.entries()) {
    for (const forgery of forged.filter(({ before }) => before === index)) {
      mixed.push(forgery.line);
      expected.push(forgery);
    }
    mixed.push(line);
    expected.push(null);
  }
  return { mixed, expected };
}

function requireAgreement(expected, bcoin, step) {
  for (const [index, forgery] of expected.entries()) {
    const [a, b] = [bcoin[index], step[index]];
    const both = `block ${index}${forgery ? ` (${forgery.what})` : ''}: `
      + `bcoin says ${JSON.stringify(a)}, blockstep ${JSON.stringify(b)}`;
    for (const field of ['hash', 'result', 'tip', 'height'])
      assert.equal(b[field], a[field], both);
    assert.equal(a.result === 'rejected', forgery !== null, both);
    if (forgery)
      assert.ok(forgery.because.test(a.reject) && forgery.because.test(b.reject), both);
  }
}

function report(setting, { verdicts, spends, disconnected }, forged) {
  const { tip, height } = verdicts.at(-1);
  const kinds = [...countKinds(spends)].map(([kind, count]) => `${kind} ${count}`);
  console.log(`  bcoin ${setting === 'core' ? 'with Core\'s heights' : 'as it comes'}:`);
  console.log(`    same verdict on every block; tip ${tip} at height ${height}`);
  console.log(`    spent: ${kinds.join(', ')}`);
  console.log(`    disconnected: ${disconnected}; forged blocks, refused by both: ${forged}`);
}
