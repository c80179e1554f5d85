//! Which rules are in force: Bitcoin Core's script verification flags (`script/interpreter.h`).
//!
//! Some are consensus and came with soft forks (P2SH, DERSIG, NULLDUMMY, CHECKLOCKTIMEVERIFY,
//! CHECKSEQUENCEVERIFY, WITNESS, TAPROOT); the rest are policy: a node will not relay what breaks
//! them, and yet accepts it in a block. Adding a flag can only turn valid into invalid.

/// A set of verification flags.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Flags(u32);

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $bit:literal,)*) => {
        impl Flags {
            $($(#[$doc])* pub const $name: Flags = Flags(1 << $bit);)*

            /// Every flag with its name, as Core spells it.
            pub const NAMED: &[(&'static str, Flags)] = &[$((stringify!($name), Flags::$name)),*];

            /// All of them at once.
            pub const ALL: Flags = Flags($((1 << $bit))|*);
        }
    };
}

flags! {
    /// The hash in a script stands for a script (BIP 16).
    P2SH = 0,
    /// Public keys and hash types must be of a known form; signatures must be strict DER.
    STRICTENC = 1,
    /// Signatures must be strict DER (BIP 66).
    DERSIG = 2,
    /// The S of a signature must be in the lower half (BIP 62, rule 5).
    LOW_S = 3,
    /// The surplus item of OP_CHECKMULTISIG must be empty (BIP 147).
    NULLDUMMY = 4,
    /// An unlocking script may only push (BIP 62, rule 2).
    SIGPUSHONLY = 5,
    /// Pushes and numbers must use the shortest form (BIP 62, rules 3 and 4).
    MINIMALDATA = 6,
    /// The OP_NOPs kept for upgrades may not be used.
    DISCOURAGE_UPGRADABLE_NOPS = 7,
    /// Nothing but the result may be left on the stack (BIP 62, rule 6).
    CLEANSTACK = 8,
    /// OP_NOP2 is OP_CHECKLOCKTIMEVERIFY (BIP 65).
    CHECKLOCKTIMEVERIFY = 9,
    /// OP_NOP3 is OP_CHECKSEQUENCEVERIFY (BIP 112).
    CHECKSEQUENCEVERIFY = 10,
    /// Witness programs are verified (BIP 141).
    WITNESS = 11,
    /// Witness versions kept for upgrades may not be used.
    DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM = 12,
    /// In a witness script OP_IF takes only empty or 01.
    MINIMALIF = 13,
    /// A signature that does not fit must be empty (BIP 146).
    NULLFAIL = 14,
    /// In a version 0 witness script public keys must be compressed.
    WITNESS_PUBKEYTYPE = 15,
    /// Outside witness scripts, nothing may change the script that is signed.
    CONST_SCRIPTCODE = 16,
    /// Version 1 witness programs are verified (BIPs 341 and 342).
    TAPROOT = 17,
    /// Taproot leaf versions kept for upgrades may not be used.
    DISCOURAGE_UPGRADABLE_TAPROOT_VERSION = 18,
    /// Opcodes of tapscript kept for upgrades may not be used.
    DISCOURAGE_OP_SUCCESS = 19,
    /// Public key types of tapscript kept for upgrades may not be used.
    DISCOURAGE_UPGRADABLE_PUBKEYTYPE = 20,
}

impl Flags {
    /// No flags: the rules of 2009, with the bugs that are left.
    pub const NONE: Flags = Flags(0);

    /// The rules that a block is judged by today.
    pub const CONSENSUS: Flags = Flags(
        Flags::P2SH.0
            | Flags::DERSIG.0
            | Flags::NULLDUMMY.0
            | Flags::CHECKLOCKTIMEVERIFY.0
            | Flags::CHECKSEQUENCEVERIFY.0
            | Flags::WITNESS.0
            | Flags::TAPROOT.0,
    );

    /// The rules that a node asks of what it relays and mines: consensus, and all of policy but
    /// SIGPUSHONLY, which P2SH and witness programs bring along (Core: `STANDARD_SCRIPT_VERIFY_FLAGS`).
    pub const STANDARD: Flags = Flags::ALL.without(Flags::SIGPUSHONLY);

    /// The flag with this name of Core's.
    pub fn from_name(name: &str) -> Option<Flags> {
        Flags::NAMED.iter().find(|(known, _)| *known == name).map(|&(_, flag)| flag)
    }

    /// The names of the flags in this set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Flags::NAMED.iter().filter(move |(_, flag)| self.contains(*flag)).map(|&(name, _)| name)
    }

    /// True if every flag of `other` is in this set.
    pub const fn contains(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// True if any flag of `other` is in this set.
    pub const fn intersects(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }

    /// The flags of either set.
    pub const fn union(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// The flags of this set that are not in `other`.
    pub const fn without(self, other: Flags) -> Flags {
        Flags(self.0 & !other.0)
    }

    /// This set with the flags that its own flags rest on: CLEANSTACK brings WITNESS, and WITNESS
    /// brings P2SH, as in Core's tests (`FillFlags`).
    pub fn filled(self) -> Flags {
        let mut flags = self;
        if flags.contains(Flags::CLEANSTACK) {
            flags = flags.union(Flags::WITNESS);
        }
        if flags.contains(Flags::WITNESS) {
            flags = flags.union(Flags::P2SH);
        }
        flags
    }

    /// This set without the flags whose ground is missing: no CLEANSTACK without WITNESS, no
    /// WITNESS without P2SH, as in Core's tests (`TrimFlags`).
    pub fn trimmed(self) -> Flags {
        let mut flags = self;
        if !flags.contains(Flags::P2SH) {
            flags = flags.without(Flags::WITNESS);
        }
        if !flags.contains(Flags::WITNESS) {
            flags = flags.without(Flags::CLEANSTACK);
        }
        flags
    }

    /// The set as bits, in Core's order of the flags.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The flags among `bits` that exist.
    pub const fn from_bits(bits: u32) -> Flags {
        Flags(bits & Flags::ALL.0)
    }
}

impl std::fmt::Debug for Flags {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

impl std::fmt::Display for Flags {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Flags::NONE => f.write_str("NONE"),
            _ => f.write_str(&self.names().collect::<Vec<_>>().join(",")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_21_flags_and_each_is_found_by_its_name() {
        assert_eq!(Flags::NAMED.len(), 21);
        for &(name, flag) in Flags::NAMED {
            assert_eq!(Flags::from_name(name), Some(flag));
            assert_eq!(flag.to_string(), name);
        }
        assert_eq!(Flags::ALL.bits().count_ones(), 21);
        assert_eq!(Flags::from_name("p2sh"), None);
    }

    #[test]
    fn flags_bring_what_they_rest_on_or_go_without_it() {
        let filled = Flags::CLEANSTACK.filled();
        assert!(filled.contains(Flags::WITNESS) && filled.contains(Flags::P2SH));
        assert_eq!(Flags::CLEANSTACK.union(Flags::WITNESS).trimmed(), Flags::NONE);
    }
}
