//! Three ledgers behind one trait, and the rules of transactions.
