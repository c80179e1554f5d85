//! Scripts with what unlocks them: pieces of every kind, one after another, with a record of which
//! signatures are needed and from where in the script they sign.

use blockstep::hash::{hash160, ripemd160, sha1, sha256, sha256d};
use blockstep::primitives::Transaction;
use blockstep::script::asm::assemble;
use blockstep::script::instruction::Instructions;
use blockstep::script::{number, op::*};

use super::genes::Genes;
use super::{keys, wild};

/// The generations of script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Era {
    Legacy,
    V0,
    Tapscript,
}

/// One item that unlocks.
#[derive(Debug, Clone)]
pub enum Unlock {
    Data(Vec<u8>),
    /// A signature under a key, over the script from `code_start` on.
    Signature {
        key: usize,
        hash_type: u8,
        code_start: usize,
        code_separator: u32,
    },
}

/// A script and the items that unlock it, the top of the stack first.
#[derive(Debug, Clone, Default)]
pub struct Program {
    pub script: Vec<u8>,
    pub unlocks: Vec<Unlock>,
}

/// A random program that the transaction can satisfy, for the most part.
pub fn program(genes: &mut Genes, era: Era, tx: &Transaction, input: usize) -> Program {
    let lock_times = (tx.version, tx.lock_time, tx.inputs[input].sequence);
    let mut writer = Writer {
        genes,
        era,
        lock_times,
        program: Program::default(),
        position: 0,
        code_start: 0,
        code_separator: u32::MAX,
    };
    for _ in 0..writer.genes.below(5) {
        writer.piece(2);
    }
    writer.last_piece();
    writer.program
}

/// The oldest of templates: a key, and one signature.
pub fn pay_to_pubkey(genes: &mut Genes, era: Era) -> Program {
    let (key, pubkey) = pick_key(genes, era);
    let hash_type = pick_hash_type(genes, era);
    let mut script = Vec::new();
    put_push(&mut script, &pubkey);
    script.push(OP_CHECKSIG);
    Program { script, unlocks: vec![whole_script(key, hash_type)] }
}

/// A key's hash, with the form of the key left to the genes.
pub fn pay_to_pubkey_hash(genes: &mut Genes, era: Era) -> (Program, [u8; 20]) {
    let (key, pubkey) = pick_key(genes, era);
    let hash = hash160(&pubkey);
    let script = [&[OP_DUP, OP_HASH160, 20][..], &hash, &[OP_EQUALVERIFY, OP_CHECKSIG]].concat();
    let hash_type = pick_hash_type(genes, era);
    (Program { script, unlocks: vec![Unlock::Data(pubkey), whole_script(key, hash_type)] }, hash)
}

fn whole_script(key: usize, hash_type: u8) -> Unlock {
    Unlock::Signature { key, hash_type, code_start: 0, code_separator: u32::MAX }
}

/// A key in a form that consensus takes in this era.
fn pick_key(genes: &mut Genes, era: Era) -> (usize, Vec<u8>) {
    let key = genes.below(keys::KEYS);
    let form = match (era, genes.below(10)) {
        (Era::Tapscript, _) => keys::x_only(key).to_vec(),
        (_, 0) => keys::hybrid(key),
        (_, 1 | 2) => keys::uncompressed(key),
        _ => keys::compressed(key),
    };
    (key, form)
}

/// A hash type: one of the six, or before Taproot sometimes any byte, which consensus allowed.
pub fn pick_hash_type(genes: &mut Genes, era: Era) -> u8 {
    match (era, genes.below(8)) {
        (Era::Tapscript, 0..=1) => 0,
        (Era::Legacy | Era::V0, 0) => genes.below(256) as u8,
        _ => genes.pick(&[1, 2, 3, 0x81, 0x82, 0x83]),
    }
}

/// Appends a push in its shortest form (but for numbers, which are pushed as bytes).
pub fn put_push(script: &mut Vec<u8>, data: &[u8]) {
    match data.len() {
        length @ 0..=75 => script.push(length as u8),
        length @ 76..=255 => script.extend([OP_PUSHDATA1, length as u8]),
        length => {
            script.push(OP_PUSHDATA2);
            script.extend((length as u16).to_le_bytes());
        }
    }
    script.extend(data);
}

/// Writes a program piece by piece.
pub struct Writer<'g> {
    pub(super) genes: &'g mut Genes,
    pub(super) era: Era,
    /// Version, lock time and own sequence of the transaction.
    lock_times: (u32, u32, u32),
    program: Program,
    /// Instructions so far.
    position: u32,
    code_start: usize,
    code_separator: u32,
}

impl Writer<'_> {
    pub(super) fn op(&mut self, opcode: u8) {
        self.program.script.push(opcode);
        self.position += 1;
    }

    pub(super) fn push(&mut self, data: &[u8]) {
        // A longer form than needed is only a matter of policy.
        if data.len() < 76 && self.genes.percent(5) {
            let head = match self.genes.below(3) {
                0 => vec![OP_PUSHDATA1, data.len() as u8],
                1 => vec![OP_PUSHDATA2, data.len() as u8, 0],
                _ => vec![OP_PUSHDATA4, data.len() as u8, 0, 0, 0],
            };
            self.program.script.extend(head.iter().chain(data));
        } else {
            put_push(&mut self.program.script, data);
        }
        self.position += 1;
    }

    pub(super) fn number(&mut self, value: i64) {
        match value {
            0 => self.op(OP_0),
            1..=16 => self.op(OP_1 + value as u8 - 1),
            _ => self.push(&number::encode(value)),
        }
    }

    fn raw(&mut self, code: &[u8]) {
        self.position += Instructions::new(code).count() as u32;
        self.program.script.extend(code);
    }

    pub(super) fn consume(&mut self, data: &[u8]) {
        self.program.unlocks.push(Unlock::Data(data.to_vec()));
    }

    pub(super) fn consume_signature(&mut self, key: usize) {
        let hash_type = pick_hash_type(self.genes, self.era);
        let (code_start, code_separator) = (self.code_start, self.code_separator);
        self.program.unlocks.push(Unlock::Signature { key, hash_type, code_start, code_separator });
    }

    /// What ends a program: true, or a check that leaves it.
    fn last_piece(&mut self) {
        if self.genes.percent(40) {
            let (key, pubkey) = pick_key(self.genes, self.era);
            self.consume_signature(key);
            self.push(&pubkey);
            self.op(OP_CHECKSIG);
        } else {
            self.number(1);
        }
    }

    /// A piece that leaves the stack below it as it was, or fails.
    fn piece(&mut self, depth: usize) {
        match self.genes.below(14) {
            0 | 1 => self.check_signature(),
            2 | 3 if self.era == Era::Tapscript => self.check_signatures_added(),
            2 | 3 => self.check_multisig(),
            4 => self.hash_lock(),
            5 => self.time_lock(),
            6 | 7 if depth > 0 => self.branch(depth - 1),
            8 => {
                self.op(OP_CODESEPARATOR);
                self.code_separator = self.position - 1;
                self.code_start = self.program.script.len();
            }
            9 => {
                let junk = wild::unexecuted(self.genes);
                self.raw(&[&[OP_0, OP_IF][..], &junk, &[OP_ENDIF]].concat());
            }
            10 => {
                let code = wild::balanced(self.genes);
                self.raw(&code);
            }
            11 if self.genes.percent(20) => {
                let opcode = self.genes.below(256) as u8;
                self.op(opcode);
            }
            12 if self.genes.percent(40) => self.near_a_limit(),
            _ => {
                let fragment = assemble(self.genes.pick(wild::FRAGMENTS)).unwrap();
                self.raw(&fragment);
            }
        }
    }

    fn check_signature(&mut self) {
        let (key, mut pubkey) = pick_key(self.genes, self.era);
        let style = self.genes.below(8);
        if style == 0 {
            // No signature: the answer is false, and that is what is asked for.
            self.consume(&[]);
        } else {
            self.consume_signature(key);
        }
        if self.era == Era::Tapscript && self.genes.percent(10) {
            // A key of a kind that is not known yet: any signature will do.
            pubkey.push(1);
        }
        self.push(&pubkey);
        let opcodes: &[u8] = match style {
            0 => &[OP_CHECKSIG, OP_NOT, OP_VERIFY],
            1..=3 => &[OP_CHECKSIG, OP_VERIFY],
            _ => &[OP_CHECKSIGVERIFY],
        };
        opcodes.iter().for_each(|opcode| self.op(*opcode));
    }

    fn check_multisig(&mut self) {
        let total = self.genes.below(5);
        let wanted = self.genes.below(total + 1);
        let first = self.genes.below(keys::KEYS);
        // The last of the keys sign, so that some are tried in vain.
        for place in (total - wanted..total).rev() {
            self.consume_signature(first + place);
        }
        let dummy: &[u8] = if self.genes.percent(5) { &[1] } else { &[] };
        self.consume(dummy);
        self.number(wanted as i64);
        for place in 0..total {
            let key = match self.genes.below(6) {
                0 => keys::uncompressed(first + place),
                _ => keys::compressed(first + place),
            };
            self.push(&key);
        }
        self.number(total as i64);
        if self.genes.percent(50) {
            self.op(OP_CHECKMULTISIGVERIFY);
        } else {
            self.op(OP_CHECKMULTISIG);
            self.op(OP_VERIFY);
        }
    }

    /// k of n as tapscript does it.
    fn check_signatures_added(&mut self) {
        let total = 1 + self.genes.below(4);
        let mut signed = 0;
        self.number(0);
        for _ in 0..total {
            let key = self.genes.below(keys::KEYS);
            if self.genes.percent(70) {
                self.consume_signature(key);
                signed += 1;
            } else {
                self.consume(&[]);
            }
            // The signature lies under the sum.
            self.push(&keys::x_only(key));
            self.op(OP_CHECKSIGADD);
        }
        self.number(signed);
        self.op(OP_NUMEQUALVERIFY);
    }

    fn hash_lock(&mut self) {
        let length = self.genes.below(40);
        let preimage = self.genes.bytes(length);
        let (opcode, digest) = match self.genes.below(5) {
            0 => (OP_RIPEMD160, ripemd160(&preimage).to_vec()),
            1 => (OP_SHA1, sha1(&preimage).to_vec()),
            2 => (OP_SHA256, sha256(&preimage).to_vec()),
            3 => (OP_HASH160, hash160(&preimage).to_vec()),
            _ => (OP_HASH256, sha256d(&preimage).to_vec()),
        };
        self.consume(&preimage);
        self.op(opcode);
        self.push(&digest);
        self.op(OP_EQUALVERIFY);
    }

    fn time_lock(&mut self) {
        let (version, lock_time, sequence) = self.lock_times;
        let (opcode, limit) = match self.genes.below(2) {
            0 if sequence != u32::MAX => (OP_CHECKLOCKTIMEVERIFY, i64::from(lock_time)),
            1 if version >= 2 && sequence >> 31 == 0 => {
                (OP_CHECKSEQUENCEVERIFY, i64::from(sequence & 0x0040_ffff))
            }
            // A sequence with the top bit asks for nothing.
            _ => (OP_CHECKSEQUENCEVERIFY, 1 << 31),
        };
        let wanted = match self.genes.below(8) {
            0 => limit + 1,
            1 => self.genes.below(1 << 33) as i64 - 5,
            2 => limit.saturating_sub(1).max(0),
            _ => limit,
        };
        self.number(wanted);
        self.op(opcode);
        self.op(OP_DROP);
    }

    fn branch(&mut self, depth: usize) {
        let (opcode, chosen) = match self.genes.below(4) {
            0 => (OP_NOTIF, false),
            1 => (OP_NOTIF, true),
            2 => (OP_IF, false),
            _ => (OP_IF, true),
        };
        // Before tapscript anything but a zero is true.
        let truth: &[u8] =
            if self.era != Era::Tapscript && self.genes.percent(20) { &[0, 2] } else { &[1] };
        self.consume(if chosen { truth } else { &[] });
        self.op(opcode);
        let runs_first = chosen == (opcode == OP_IF);
        self.arm(depth, runs_first);
        self.op(OP_ELSE);
        self.arm(depth, !runs_first);
        self.op(OP_ENDIF);
    }

    /// One side of a branch. What is not run needs nothing and moves no separator.
    fn arm(&mut self, depth: usize, runs: bool) {
        let before = (self.program.unlocks.len(), self.code_start, self.code_separator);
        for _ in 0..self.genes.below(3) {
            self.piece(depth);
        }
        if !runs {
            self.program.unlocks.truncate(before.0);
            (self.code_start, self.code_separator) = (before.1, before.2);
        }
    }
}
