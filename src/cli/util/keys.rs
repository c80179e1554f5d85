//! `util address` and `util wif`.

use super::curve::{public_key, xonly_output_key};
use super::invalid;
use crate::cli::facts::Facts;
use crate::cli::network::NetworkArg;
use crate::cli::{CliError, Exit, Output, input};
use crate::encode::decode_hex_array;
use crate::hash::hash160;
use crate::primitives::address::{Address, AddressError, PrivateKey, WitnessProgram};
use crate::primitives::{Network, ScriptBuf};
use crate::script::asm::disassemble;
use crate::script::standard::classify;

#[derive(Debug, clap::Args)]
pub struct AddressArgs {
    /// An address; or a locking script in hexadecimal with --script. An argument, a file, or - for
    /// standard input.
    address: Option<String>,
    /// The input is a locking script: write its address.
    #[arg(long)]
    script: bool,
    #[command(flatten)]
    network: NetworkArg,
}

pub fn address(args: AddressArgs, out: &mut Output) -> Result<Exit, CliError> {
    let given = args.address.as_deref();
    let (script, networks) = if args.script {
        (ScriptBuf::from(input::read_bytes(given)?), None)
    } else {
        match Address::parse(&input::read_text(given)?) {
            Ok((address, networks)) => (address.script_pubkey(), Some(networks)),
            Err(error) => return invalid(Some(error.rule()), error, out),
        }
    };
    let Some(address) = Address::from_script(&script) else {
        let kind = classify(&script).name();
        let reason = format!(
            "a locking script of the kind {kind} has no address; only hashes and witness programs do"
        );
        return invalid(None, reason, out);
    };
    let mut facts = Facts::default();
    match networks {
        Some(networks) => facts.add("networks", names(networks)),
        None => facts.add("address", address.to_text(args.network.get())),
    }
    facts.add("type", classify(&script).name());
    facts.add("script_pubkey", hex::encode(&*script));
    facts.add("asm", disassemble(&script));
    facts.write(out)?;
    Ok(Exit::Valid)
}

fn names(networks: &[Network]) -> String {
    networks.iter().map(|network| network.name()).collect::<Vec<_>>().join(", ")
}

#[derive(Debug, clap::Args)]
pub struct WifArgs {
    /// A private key in text (WIF), or with --secret 32 bytes in hexadecimal. An argument, a file,
    /// or - for standard input.
    key: Option<String>,
    /// The input is a secret: write its text form.
    #[arg(long)]
    secret: bool,
    /// With --secret: for a public key of 65 bytes, as before 2012.
    #[arg(long, requires = "secret")]
    uncompressed: bool,
    #[command(flatten)]
    network: NetworkArg,
}

pub fn wif(args: WifArgs, out: &mut Output) -> Result<Exit, CliError> {
    let text = input::read_text(args.key.as_deref())?;
    let read = if args.secret {
        let secret = decode_hex_array(&text).map_err(CliError::usage)?;
        PrivateKey::new(secret, !args.uncompressed).map(|key| (key, args.network.get()))
    } else {
        // The prefix of the test networks is one; which of them is meant, only the option says.
        PrivateKey::from_wif(&text).map(|(key, networks)| {
            let wanted = args.network.get();
            (key, if networks.contains(&wanted) { wanted } else { networks[0] })
        })
    };
    let (key, network) = match read {
        Ok(read) => read,
        Err(error) => return invalid(Some(error.rule()), error, out),
    };
    match describe(&key, network) {
        Ok(facts) => facts.write(out)?,
        Err(error) => return invalid(Some(error.rule()), error, out),
    }
    Ok(Exit::Valid)
}

/// The key in all its forms, and the addresses that its public key alone can have.
fn describe(key: &PrivateKey, network: Network) -> Result<Facts, AddressError> {
    let public = public_key(key)?;
    let mut facts = Facts::default();
    facts.add("wif", key.to_wif(network));
    facts.add("secret", hex::encode(key.secret()));
    facts.add("compressed", key.is_compressed());
    facts.add("public_key", hex::encode(&public));
    facts.add("p2pkh", Address::P2pkh(hash160(&public)).to_text(network));
    if key.is_compressed() {
        let program = WitnessProgram::new(0, &hash160(&public))?;
        facts.add("p2wpkh", Address::Witness(program).to_text(network));
        let program = WitnessProgram::new(1, &xonly_output_key(key)?)?;
        facts.add("p2tr", Address::Witness(program).to_text(network));
    }
    Ok(facts)
}
