//! `tx build`: a payment that nobody has signed, in a file to be passed around.

use std::path::PathBuf;

use crate::cli::lab::LabArg;
use crate::cli::wallet::{Names, Terms};
use crate::cli::{CliError, Exit, Output};
use crate::store::write_atomically;
use crate::wallet::JointPayment;

/// The arguments of `tx build`.
#[derive(Debug, clap::Args)]
pub struct BuildArgs {
    /// Who pays; several with commas between: Alice,Bob.
    from: Names,
    #[command(flatten)]
    terms: Terms,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    lab: LabArg,
}

/// Runs `tx build`.
pub fn run(args: BuildArgs, out: &mut Output) -> Result<Exit, CliError> {
    let folder = args.lab.folder()?;
    let mut lab = folder.open()?;
    let joint = match args.from.0.as_slice() {
        [only] => lab.unsigned_payment(&args.terms.payment(only)?)?,
        from => lab.joint_payment(from, &args.terms.payment("")?)?,
    };
    // The addresses that were given out are used from now on.
    folder.save(&mut lab)?;
    save(&joint, &args.file)?;
    told(&joint, &args.file, out)?;
    Ok(Exit::Valid)
}

/// Writes the file whole or not at all.
pub fn save(joint: &JointPayment, path: &std::path::Path) -> Result<(), CliError> {
    write_atomically(path, joint.to_json().as_bytes())
        .map_err(|error| CliError::write(path.display(), &error))
}

/// Says what the payment does, and who still has to sign.
pub fn told(
    joint: &JointPayment,
    path: &std::path::Path,
    out: &mut Output,
) -> Result<(), CliError> {
    if out.is_json() {
        let told = serde_json::json!({
            "file": path.display().to_string(), "complete": joint.is_complete(),
            "summary": joint.summary(), "status": joint.status(),
        });
        return out.json_document(&told);
    }
    out.line(format_args!("The payment in {}:", path.display()))?;
    joint.summary().iter().try_for_each(|line| out.line(format_args!("  {line}")))?;
    joint.status().iter().try_for_each(|line| out.paragraph("", line))
}
