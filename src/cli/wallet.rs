//! `blockstep wallet`: keys, coins and payments on a chain of one's own.

use clap::Subcommand;
use serde_json::json;

use super::lab::LabArg;
use super::{CliError, Exit, Output};
use crate::lab::{Deed, Payment, amount};
use crate::primitives::amount::bitcoin_short;
use crate::wallet::{AddressKind, Mnemonic, Strategy, Wallet};

/// The arguments of `wallet`.
#[derive(Debug, clap::Args)]
pub struct WalletArgs {
    #[command(subcommand)]
    command: WalletCommand,
}

#[derive(Debug, Subcommand)]
enum WalletCommand {
    /// Make a wallet. For lessons its words follow from the name; with --words they are your own.
    New(NewArgs),
    /// List the wallets and what they hold.
    List(LabArg),
    /// The coins of a wallet.
    Coins(NameArgs),
    /// The words that a wallet's keys follow from. Whoever sees them can spend its coins.
    Words(NameArgs),
    /// A fresh address.
    Address(AddressArgs),
    /// Pay somebody.
    Pay(PayArgs),
    /// Pay out of several wallets, each of which signs.
    Joint(JointArgs),
    /// Make all coins of a wallet one.
    Consolidate(ConsolidateArgs),
}

#[derive(Debug, clap::Args)]
struct NewArgs {
    /// What it is called.
    name: String,
    /// The 12 to 24 words of a wallet that you have (BIP 39), in quotes.
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,
    #[command(flatten)]
    lab: LabArg,
}

#[derive(Debug, clap::Args)]
struct NameArgs {
    /// Whose.
    name: String,
    #[command(flatten)]
    lab: LabArg,
}

#[derive(Debug, clap::Args)]
struct AddressArgs {
    /// Whose.
    name: String,
    /// p2pk, p2pkh, p2sh-p2wpkh, p2wpkh, p2tr, multisig, p2sh-multisig or p2wsh-multisig.
    #[arg(long, default_value = "p2wpkh")]
    kind: String,
    /// Step through the derivation.
    #[arg(long)]
    step: bool,
    #[command(flatten)]
    lab: LabArg,
}

/// Names with commas between.
#[derive(Debug, Clone)]
pub struct Names(pub Vec<String>);

impl std::str::FromStr for Names {
    type Err = std::convert::Infallible;
    fn from_str(text: &str) -> Result<Names, Self::Err> {
        Ok(Names(text.split(',').map(|name| name.trim().to_owned()).collect()))
    }
}

/// What every payment has.
#[derive(Debug, clap::Args)]
pub struct Terms {
    /// Who is paid: a wallet, or an address.
    to: String,
    /// How much, in bitcoin: 2.5.
    amount: String,
    /// Satoshis for a virtual byte.
    #[arg(long, default_value_t = 1, value_name = "N")]
    fee: i64,
    /// How coins are chosen: largest-first, branch-and-bound or spend-all.
    #[arg(long, default_value = "largest-first", value_name = "STRATEGY")]
    coins: String,
    /// The kind of the payee's new address, where a wallet is paid.
    #[arg(long, default_value = "p2wpkh")]
    kind: String,
    /// Send the change back to the address that it came from.
    #[arg(long)]
    change_to_same: bool,
}

impl Terms {
    /// The payment that these terms make.
    pub fn payment(&self, from: &str) -> Result<Payment, CliError> {
        Ok(Payment {
            fee_rate: self.fee,
            strategy: Strategy::from_name(&self.coins).map_err(CliError::usage)?,
            kind: AddressKind::from_name(&self.kind).map_err(CliError::usage)?,
            change_to_same: self.change_to_same,
            ..Payment::plain(from, &self.to, amount(&self.amount)?)
        })
    }
}

#[derive(Debug, clap::Args)]
struct PayArgs {
    /// Who pays.
    from: String,
    #[command(flatten)]
    terms: Terms,
    /// Step through the payment: the choice of coins, the outputs, every signature.
    #[arg(long)]
    step: bool,
    #[command(flatten)]
    lab: LabArg,
}

#[derive(Debug, clap::Args)]
struct JointArgs {
    /// Who pays, with commas between: Alice,Bob.
    from: Names,
    #[command(flatten)]
    terms: Terms,
    /// Step through it, signer by signer.
    #[arg(long)]
    step: bool,
    #[command(flatten)]
    lab: LabArg,
}

#[derive(Debug, clap::Args)]
struct ConsolidateArgs {
    /// Whose.
    name: String,
    /// Satoshis for a virtual byte.
    #[arg(long, default_value_t = 1, value_name = "N")]
    fee: i64,
    /// Step through it.
    #[arg(long)]
    step: bool,
    #[command(flatten)]
    lab: LabArg,
}

/// Runs `wallet`.
pub fn run(args: WalletArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        WalletCommand::New(args) => new(args, out),
        WalletCommand::List(lab) => list(&lab, out),
        WalletCommand::Coins(args) => coins(&args, out),
        WalletCommand::Words(args) => words(&args, out),
        WalletCommand::Address(args) => {
            let kind = AddressKind::from_name(&args.kind).map_err(CliError::usage)?;
            args.lab.perform(&Deed::Address { wallet: args.name, kind }, args.step, out)
        }
        WalletCommand::Pay(args) => {
            let payment = args.terms.payment(&args.from)?;
            args.lab.perform(&Deed::Pay(payment), args.step, out)
        }
        WalletCommand::Joint(args) => {
            let payment = args.terms.payment("")?;
            let deed = Deed::PayJointly { from: args.from.0, payment };
            args.lab.perform(&deed, args.step, out)
        }
        WalletCommand::Consolidate(args) => {
            let deed = Deed::Consolidate { wallet: args.name, fee_rate: args.fee };
            args.lab.perform(&deed, args.step, out)
        }
    }
}

fn new(args: NewArgs, out: &mut Output) -> Result<Exit, CliError> {
    let Some(words) = args.words else {
        return args.lab.perform(&Deed::NewWallet { name: args.name }, false, out);
    };
    let folder = args.lab.folder()?;
    let mut lab = folder.open()?;
    lab.check_name(&args.name)?;
    let mnemonic = Mnemonic::parse(&words).map_err(CliError::usage)?;
    lab.put_wallet(Wallet::new(args.name.as_str(), lab.chain().params().network, mnemonic));
    folder.save(&mut lab)?;
    out.paragraph("", &format!("{} has a wallet of the words that you gave.", args.name))?;
    Ok(Exit::Valid)
}

fn list(arg: &LabArg, out: &mut Output) -> Result<Exit, CliError> {
    let lab = arg.open()?;
    let mut rows = Vec::new();
    for wallet in lab.wallets().values() {
        rows.push((wallet.name(), lab.balance(wallet)?));
    }
    if out.is_json() {
        let rows = rows.iter().map(|(name, balance)| {
            json!({
                "name": name, "spendable_satoshis": balance.spendable,
                "unripe_satoshis": balance.unripe, "promised_satoshis": balance.promised,
                "incoming_satoshis": balance.incoming,
            })
        });
        out.json_document(&rows.collect::<Vec<_>>())?;
        return Ok(Exit::Valid);
    }
    if rows.is_empty() {
        out.line("There is no wallet yet: `blockstep wallet new NAME` makes one.")?;
    }
    for (name, balance) in rows {
        let mut says = format!("{} bitcoin to spend", bitcoin_short(balance.spendable));
        for (value, what) in [
            (balance.unripe, "mined and still too young"),
            (balance.promised, "spent by what waits"),
            (balance.incoming, "coming with what waits"),
        ] {
            if value != 0 {
                says += &format!(", {} {what}", bitcoin_short(value));
            }
        }
        out.paragraph(&format!("{name}: "), &says)?;
    }
    Ok(Exit::Valid)
}

fn coins(args: &NameArgs, out: &mut Output) -> Result<Exit, CliError> {
    let lab = args.lab.open()?;
    let wallet = lab.wallet(&args.name)?;
    let holdings = lab.holdings(wallet)?;
    if out.is_json() {
        let rows = holdings.iter().map(|it| {
            json!({
                "outpoint": it.outpoint.to_string(), "satoshis": it.coin.output.value,
                "height": it.coin.height, "coinbase": it.coin.coinbase,
                "unripe": it.unripe, "promised": it.promised,
            })
        });
        out.json_document(&rows.collect::<Vec<_>>())?;
        return Ok(Exit::Valid);
    }
    if holdings.is_empty() {
        out.line(format_args!("{} has no coins on this chain.", wallet.name()))?;
    }
    for it in &holdings {
        let state = match (it.unripe, it.promised) {
            (true, _) => ", too young to be spent",
            (_, true) => ", spent by what waits",
            _ => "",
        };
        let made = if it.coin.coinbase { "mined" } else { "paid" };
        out.line(format_args!(
            "{:>14} bitcoin {made} in block {}{state}",
            bitcoin_short(it.coin.output.value),
            it.coin.height
        ))?;
        out.line(format_args!("               {}", it.outpoint))?;
    }
    Ok(Exit::Valid)
}

fn words(args: &NameArgs, out: &mut Output) -> Result<Exit, CliError> {
    let lab = args.lab.open()?;
    let words: Vec<&str> = lab.wallet(&args.name)?.mnemonic().words().collect();
    if out.is_json() {
        out.json_document(&json!({ "words": words }))?;
    } else {
        out.line(words.join(" "))?;
    }
    Ok(Exit::Valid)
}
