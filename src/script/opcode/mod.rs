//! The opcode table, which is also the documentation: what each of the 256 bytes is called, what it
//! does to the stack, which rule holds it back, and what becomes of it in a tapscript.
//!
//! Names are Bitcoin Core's (`script.h`). Core leaves the direct pushes and the unassigned bytes
//! without a name; the table calls them OP_PUSHBYTES_1 to OP_PUSHBYTES_75 and, as BIP 342 does,
//! OP_SUCCESS187 to OP_SUCCESS254. A stack picture such as `(x1 x2 -- x1 x2 x1)` shows what is on the
//! stack before and after; the top is on the right.

mod control;
mod crypto;
mod numeric;
mod push;
mod splice;
mod stack;
mod unassigned;

use serde::Serialize;

use crate::rules::Cite;

/// What there is to know about one opcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OpcodeInfo {
    /// The byte.
    pub byte: u8,
    /// Its name, unique and with `OP_` in front.
    pub name: &'static str,
    /// What it is for.
    pub family: Family,
    /// The stack before and after, the top on the right.
    pub stack: &'static str,
    /// One sentence: what it does.
    pub says: &'static str,
    /// One sentence: the rule or the history to know; empty where there is none.
    pub rule: &'static str,
    /// Whether it works, outside of tapscripts.
    pub status: Status,
    /// What becomes of it in a tapscript (BIP 342).
    pub tapscript: Tapscript,
    /// Where it is written.
    pub cites: &'static [Cite],
}

/// What opcodes are for: the groups of Core's `script.h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Puts a constant on the stack.
    Push,
    /// Decides what runs and whether the script goes on.
    Control,
    /// Moves items about.
    Stack,
    /// Cuts and joins byte strings, compares them and works on their bits.
    Splice,
    /// Calculates with numbers.
    Numeric,
    /// Hashes and signatures.
    Crypto,
    /// Locks in time, and bytes that do nothing yet.
    Expansion,
    /// Never given a meaning.
    Unassigned,
}

/// Whether an opcode works outside of tapscripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It works.
    Active,
    /// It does nothing and is kept for a soft fork; DISCOURAGE_UPGRADABLE_NOPS rejects it.
    Upgradable,
    /// It fails the script with BAD_OPCODE where it is executed.
    Reserved,
    /// It fails the script with BAD_OPCODE even in a branch that is not executed.
    Forbidden,
    /// It fails the script with DISABLED_OPCODE even in a branch that is not executed
    /// (CVE-2010-5137).
    Disabled,
}

/// What becomes of an opcode in a tapscript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tapscript {
    /// The same as elsewhere.
    Same,
    /// It works here and nowhere else.
    Only,
    /// Its mere presence makes the whole script succeed, until a soft fork gives it a meaning.
    Success,
    /// It fails the script with TAPSCRIPT_CHECKMULTISIG where it is executed.
    Removed,
}

/// What there is to know about `byte`.
pub fn info(byte: u8) -> &'static OpcodeInfo {
    &TABLE[usize::from(byte)]
}

/// The opcode called `name`: with or without `OP_`, in capitals or not, also by its other names
/// OP_FALSE, OP_TRUE, OP_NOP2, OP_NOP3, OP_CLTV and OP_CSV.
pub fn by_name(name: &str) -> Option<&'static OpcodeInfo> {
    let name = name.to_ascii_uppercase();
    let bare = name.strip_prefix("OP_").unwrap_or(&name);
    let bare = ALIASES.iter().find(|(alias, _)| *alias == bare).map_or(bare, |(_, name)| name);
    TABLE.iter().find(|info| info.name.strip_prefix("OP_") == Some(bare))
}

/// The whole table, by byte.
pub fn all() -> &'static [OpcodeInfo; 256] {
    &TABLE
}

/// Other names for the same bytes.
const ALIASES: &[(&str, &str)] = &[
    ("FALSE", "0"),
    ("TRUE", "1"),
    ("NOP2", "CHECKLOCKTIMEVERIFY"),
    ("NOP3", "CHECKSEQUENCEVERIFY"),
    ("CLTV", "CHECKLOCKTIMEVERIFY"),
    ("CSV", "CHECKSEQUENCEVERIFY"),
];

impl OpcodeInfo {
    /// The name as Bitcoin Core prints it (`GetOpName`): numbers as digits, and OP_UNKNOWN for what
    /// Core has no name for.
    pub fn core_name(&self) -> &'static str {
        match (self.byte, self.family) {
            (0x00, _) => "0",
            (0x4f, _) => "-1",
            (0x51..=0x60, _) => self.name.strip_prefix("OP_").unwrap_or(self.name),
            (0x01..=0x4b, _) => "OP_UNKNOWN",
            (0xff, _) => self.name,
            (_, Family::Unassigned) => "OP_UNKNOWN",
            _ => self.name,
        }
    }
}

impl Family {
    /// A heading.
    pub fn title(self) -> &'static str {
        match self {
            Family::Push => "constants",
            Family::Control => "control",
            Family::Stack => "stack",
            Family::Splice => "strings and bits",
            Family::Numeric => "numbers",
            Family::Crypto => "hashes and signatures",
            Family::Expansion => "time locks and expansion",
            Family::Unassigned => "unassigned",
        }
    }
}

impl Status {
    /// What it means for a script that is not a tapscript.
    pub fn says(self) -> &'static str {
        match self {
            Status::Active => "works",
            Status::Upgradable => {
                "does nothing; kept for a soft fork, and DISCOURAGE_UPGRADABLE_NOPS rejects it"
            }
            Status::Reserved => "BAD_OPCODE where it is executed",
            Status::Forbidden => "BAD_OPCODE wherever it stands, executed or not",
            Status::Disabled => "DISABLED_OPCODE wherever it stands, executed or not",
        }
    }
}

impl Tapscript {
    /// What it means for a tapscript.
    pub fn says(self) -> &'static str {
        match self {
            Tapscript::Same => "the same",
            Tapscript::Only => "works here and nowhere else",
            Tapscript::Success => {
                "OP_SUCCESS: its presence makes the whole script succeed (BIP 342)"
            }
            Tapscript::Removed => "TAPSCRIPT_CHECKMULTISIG where it is executed (BIP 342)",
        }
    }
}

static TABLE: [OpcodeInfo; 256] = table();

/// A row that works, and works everywhere. The families fill in what differs.
const fn row(
    byte: u8,
    name: &'static str,
    stack: &'static str,
    says: &'static str,
    rule: &'static str,
) -> OpcodeInfo {
    OpcodeInfo {
        byte,
        name,
        family: Family::Push,
        stack,
        says,
        rule,
        status: Status::Active,
        tapscript: Tapscript::Same,
        cites: &[Cite::Core("EvalScript")],
    }
}

impl OpcodeInfo {
    const fn status(self, status: Status) -> OpcodeInfo {
        OpcodeInfo { status, ..self }
    }

    const fn tapscript(self, tapscript: Tapscript) -> OpcodeInfo {
        OpcodeInfo { tapscript, ..self }
    }

    const fn cites(self, cites: &'static [Cite]) -> OpcodeInfo {
        OpcodeInfo { cites, ..self }
    }

    const fn disabled(self) -> OpcodeInfo {
        OpcodeInfo {
            cites: &[Cite::Core("EvalScript"), Cite::Cve("2010-5137"), Cite::Bip(342)],
            ..self.status(Status::Disabled).tapscript(Tapscript::Success)
        }
    }
}

const fn table() -> [OpcodeInfo; 256] {
    let families: [(Family, &[OpcodeInfo]); 8] = [
        (Family::Push, push::ROWS),
        (Family::Control, control::ROWS),
        (Family::Stack, stack::ROWS),
        (Family::Splice, splice::ROWS),
        (Family::Numeric, numeric::ROWS),
        (Family::Crypto, crypto::ROWS),
        (Family::Expansion, control::EXPANSION_ROWS),
        (Family::Unassigned, unassigned::ROWS),
    ];
    let mut table = [row(0, "", "", "", ""); 256];
    let mut number = 0;
    while number < families.len() {
        let (family, rows) = families[number];
        let mut index = 0;
        while index < rows.len() {
            table[rows[index].byte as usize] = OpcodeInfo { family, ..rows[index] };
            index += 1;
        }
        number += 1;
    }
    table
}

#[cfg(test)]
mod tests;
