//! Damage to bytes, by someone who does not know what they mean.

use blockstep::rng::Rng;

/// Numbers at the edges of what fields hold.
const EDGES: &[&[u8]] = &[
    &[0xff; 8],
    &[0xfd, 0xff, 0xff],
    &[0xfe, 0xff, 0xff, 0xff, 0x7f],
    &[0xff, 0, 0, 0, 0, 0, 0, 0, 0x80],
    &[0; 9],
    b"\xc3\xa9",
    b"\xf0\x9f\x8f\xa5",
    b"18446744073709551616",
    b"-1",
    b"1e999",
    b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    b"\"\\u0000\"",
    b"\r\n\r\n",
];

/// One to four wounds.
pub fn damage(rng: &mut Rng, bytes: &mut Vec<u8>) {
    for _ in 0..=rng.below(4) {
        let place = rng.below(bytes.len() as u64 + 1) as usize;
        let length = (rng.below(16) as usize).min(bytes.len() - place);
        match rng.below(8) {
            0 => bytes.truncate(place),
            1 => drop(bytes.drain(place..place + length)),
            2 => {
                let copy = bytes[place..place + length].to_vec();
                bytes.splice(place..place, copy);
            }
            3 => {
                let edge = EDGES[rng.below(EDGES.len() as u64) as usize];
                let end = place + length.min(edge.len());
                bytes.splice(place..end, edge.iter().copied());
            }
            4 => {
                let end = bytes.len();
                bytes[place..end].reverse();
            }
            _ if place < bytes.len() => bytes[place] ^= 1 << rng.below(8),
            _ => bytes.push(rng.next_u64() as u8),
        }
    }
}
