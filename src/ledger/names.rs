//! What to call things: parties by name, transactions by number, outputs as `2[1]`.

use std::collections::BTreeMap;

use super::{Account, Party, Payment, party};
use crate::hash::Txid;
use crate::primitives::OutPoint;
use crate::trace::Line;

/// The names of a ledger's parties and transactions.
#[derive(Debug, Clone, Default)]
pub struct Names {
    parties: BTreeMap<Account, String>,
    numbers: BTreeMap<Txid, usize>,
}

impl Names {
    /// Calls an account, and the scripts that pay to it, by its owner's name.
    pub fn add_party(&mut self, party: &Party) {
        self.parties.insert(party.account(), party.name().to_owned());
    }

    /// Gives the transaction of `payment` the next number, from 1 on.
    pub fn add_transaction(&mut self, payment: &Payment) {
        let number = self.numbers.len() + 1;
        self.numbers.entry(payment.tx.txid()).or_insert(number);
    }

    /// The number of a transaction, if it has one.
    pub fn number(&self, txid: &Txid) -> Option<usize> {
        self.numbers.get(txid).copied()
    }

    /// The owner of an account.
    pub fn account(&self, account: &Account) -> Line {
        let hex = account.to_string();
        match self.parties.get(account) {
            Some(name) => Line::new(name).with_hex(hex),
            None => Line::new(short(&hex)).with_hex(hex),
        }
    }

    /// The owner of a public key.
    pub fn key(&self, public_key: &[u8]) -> Line {
        self.account(&Account::of(public_key)).with_hex(hex::encode(public_key))
    }

    /// The owner of an output.
    pub fn script(&self, script_pubkey: &[u8]) -> Line {
        match party::account_of_script(script_pubkey) {
            Some(account) => self.account(&account).with_hex(hex::encode(script_pubkey)),
            None => Line::new("a script").with_hex(hex::encode(script_pubkey)),
        }
    }

    /// An output in the lecture's notation: transaction number, then output number in brackets.
    pub fn outpoint(&self, outpoint: &OutPoint) -> Line {
        if outpoint.is_null() {
            return Line::new("nothing").with_hex(outpoint.to_string());
        }
        let transaction = match self.number(&outpoint.txid) {
            Some(number) => number.to_string(),
            None => short(&outpoint.txid.to_string()),
        };
        Line::new(format!("{transaction}[{}]", outpoint.vout)).with_hex(outpoint.to_string())
    }

    /// `text` with the names of accounts and outputs in place of their hexadecimal digits.
    pub fn readable(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (account, name) in &self.parties {
            text = text.replace(&account.to_string(), name);
        }
        for (txid, number) in &self.numbers {
            let start = format!("{txid}:");
            while let Some(at) = text.find(&start) {
                let after = at + start.len();
                let digits = text[after..].bytes().take_while(u8::is_ascii_digit).count();
                let output = format!("{number}[{}]", &text[after..after + digits]);
                text.replace_range(at..after + digits, &output);
            }
        }
        text
    }
}

/// The first digits of a long hexadecimal number.
fn short(hex: &str) -> String {
    format!("{}…", hex.get(..8).unwrap_or(hex))
}
