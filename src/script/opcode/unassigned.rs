//! The bytes that never had a meaning.

use super::{OpcodeInfo, Status, Tapscript, row};
use crate::rules::Cite;
use crate::script::op::OP_INVALIDOPCODE;

macro_rules! rows {
    ($($byte:literal)*) => {
        &[
            $(row($byte, concat!("OP_SUCCESS", $byte), "( -- )", "Has no meaning.",
                "A soft fork can give it one in tapscripts alone.")
                .status(Status::Reserved)
                .tapscript(Tapscript::Success)
                .cites(&[Cite::Bip(342), Cite::Core("IsOpSuccess")]),)*
            row(OP_INVALIDOPCODE, "OP_INVALIDOPCODE", "( -- )", "Has no meaning.",
                "Core's reader reports it for a push that runs past the end of the script. BIP 342 keeps it invalid in tapscripts too.")
                .status(Status::Reserved),
        ]
    };
}

#[rustfmt::skip]
pub(super) const ROWS: &[OpcodeInfo] = rows!(
    187 188 189 190 191 192 193 194 195 196 197 198 199 200 201 202 203 204 205 206 207 208 209 210
    211 212 213 214 215 216 217 218 219 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234
    235 236 237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254
);
