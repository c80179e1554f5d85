//! Pieces of programs that test Script's limits from both sides.

use blockstep::script::op::*;

use super::keys;
use super::programs::{Era, Writer};

impl Writer<'_> {
    /// Just below or just above one of Script's limits.
    pub(super) fn near_a_limit(&mut self) {
        let past = self.genes.below(8);
        match self.genes.below(7) {
            0 => (0..190 + past).for_each(|_| self.op(OP_NOP)),
            1 => {
                let item = self.genes.bytes(516 + past);
                self.push(&item);
                self.op(OP_DROP);
            }
            2 => {
                let height = 990 + past;
                (0..height).for_each(|_| self.op(OP_1));
                if self.era == Era::Tapscript {
                    (0..height).for_each(|_| self.op(OP_DROP));
                }
            }
            3 => {
                self.consume(&[]);
                let wanted = self.genes.pick(&[0, 0, 0, -1, 30]);
                self.number(wanted);
                let total = 16 + past;
                (0..total).for_each(|key| self.push(&keys::compressed(key)));
                self.number(total as i64);
                self.op(OP_CHECKMULTISIG);
                self.op(OP_VERIFY);
            }
            4 => {
                // One signature, checked more often than its bytes pay for.
                let key = self.genes.below(keys::KEYS);
                self.consume_signature(key);
                match self.era {
                    Era::Tapscript => self.push(&keys::x_only(key)),
                    _ => self.push(&keys::compressed(key)),
                }
                for _ in 0..past {
                    self.op(OP_2DUP);
                    self.op(OP_CHECKSIGVERIFY);
                }
                self.op(OP_2DROP);
            }
            5 => {
                self.number(-1);
                let opcode = self.genes.pick(&[OP_CHECKLOCKTIMEVERIFY, OP_CHECKSEQUENCEVERIFY]);
                self.op(opcode);
                self.op(OP_DROP);
            }
            _ => {
                let depth = 1 + past as i64;
                (0..4).for_each(|_| self.op(OP_1));
                self.number(4 - depth);
                self.op(OP_PICK);
                (0..5).for_each(|_| self.op(OP_DROP));
            }
        }
    }
}
