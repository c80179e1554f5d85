//! The double SHA-256 of a header, written once for registers of any width.
//!
//! What it leaves out, next to hashing the header as it stands: the first 64 bytes and the first rounds
//! of the second part ([`Job`](super::Job) has them); sums of constants, which the compiler folds where
//! the text below adds them up; the last three rounds of the second hash. The hash's last word is
//! `h` after 64 rounds, which is `e` after 61, plus a constant, and for all but very easy targets that
//! word tells whether a hash is worth a second look.
//!
//! A macro, because a function cannot be generic over the instructions that it may use. The file
//! that expands it has in scope the register `V`, `LANES`, and, for `V`: `splat`, `from_words`,
//! `to_words`, `add`, `xor3`, `choose`, `majority`, `rotate`, `shift`, `any_zero`, and `settled`, which
//! gives its argument back. Where results take two cycles, as they do in 512-bit registers, it keeps
//! the compiler from adding up in another order than the text.

/// SHA-256's functions of one word (FIPS 180-4, 4.1.2).
macro_rules! functions {
    ($(#[$feature:meta])*) => {
        $(#[$feature])*
        #[inline]
        pub(super) fn small0(x: V) -> V {
            xor3(rotate::<7, 25>(x), rotate::<18, 14>(x), shift::<3>(x))
        }

        $(#[$feature])*
        #[inline]
        pub(super) fn small1(x: V) -> V {
            xor3(rotate::<17, 15>(x), rotate::<19, 13>(x), shift::<10>(x))
        }

        $(#[$feature])*
        #[inline]
        fn big0(x: V) -> V {
            xor3(rotate::<2, 30>(x), rotate::<13, 19>(x), rotate::<22, 10>(x))
        }

        $(#[$feature])*
        #[inline]
        fn big1(x: V) -> V {
            xor3(rotate::<6, 26>(x), rotate::<11, 21>(x), rotate::<25, 7>(x))
        }
    };
}

/// One round (FIPS 180-4, 6.2.2); `$kw` is the round's constant plus its word. A macro, because compilers
/// do not inline this much hundreds of times.
macro_rules! round {
    ($s:ident, $kw:expr) => {
        let [a, b, c, d, e, f, g, h] = $s;
        // What does not wait for the last round goes first.
        let early = settled(add(settled(add(h, $kw)), choose(e, f, g)));
        let t = add(early, big1(e));
        $s = [add(t, add(big0(a), majority(a, b, c))), a, b, c, add(d, t), e, f, g];
    };
}

/// Rounds the words of which are in `$w`.
macro_rules! rounds {
    ($s:ident, $w:ident: $($i:literal)*) => {
        $(round!($s, add($w[$i % 16], splat(K[$i])));)*
    };
}

/// Rounds, each after its word of the message schedule.
macro_rules! scheduled {
    ($s:ident, $w:ident: $($i:literal)*) => {
        $(
            let mixed = add(small1($w[($i + 14) % 16]), $w[($i + 9) % 16]);
            $w[$i % 16] = add(mixed, add(small0($w[($i + 1) % 16]), $w[$i % 16]));
            rounds!($s, $w: $i);
        )*
    };
}

/// Rounds the words of which are known, with the constants in them.
macro_rules! known {
    ($s:ident, $kw:ident: $($i:literal)*) => {
        $(round!($s, splat($kw[$i]));)*
    };
}

/// The last word of the second hash, of the first one. A macro for the same reason.
macro_rules! second_hash {
    ($first:expr) => {{
        let [a, b, c, d, e, f, g, h]: [V; 8] = $first;
        let mut s = IV.map(|word| splat(word));
        let zero = splat(0);
        let (end, bits) = (splat(END), splat(HASH_BITS));
        let mut w = [a, b, c, d, e, f, g, h, end, zero, zero, zero, zero, zero, zero, bits];
        rounds!(s, w: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        scheduled!(s, w: 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);
        scheduled!(s, w: 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47);
        scheduled!(s, w: 48 49 50 51 52 53 54 55 56 57 58 59 60);
        add(s[4], splat(IV[7]))
    }};
}

/// A kernel: `functions!`, the hash, and the two loops around it.
macro_rules! kernel {
    ($(#[$feature:meta])*) => {
        $crate::mining::kernel::body::functions!($(#[$feature])*);

        /// The first hash of the header, as the second one's message.
        $(#[$feature])*
        #[inline]
        fn first_hash(job: &Job, nonce: V) -> [V; 8] {
            let mut s = job.start.map(|word| splat(word));
            s[0] = add(s[0], nonce);
            s[4] = add(s[4], nonce);
            let zero = splat(0);
            let mut w = [zero; 16];
            w[3] = nonce;
            w[4] = splat(END);
            w[15] = splat(HEADER_BITS);
            rounds!(s, w: 4 5 6 7 8 9 10 11 12 13 14 15);
            w[0] = splat(job.schedule[0]);
            w[1] = splat(job.schedule[1]);
            rounds!(s, w: 16 17);
            w[2] = add(small0(nonce), splat(job.schedule[2]));
            rounds!(s, w: 18);
            w[3] = add(nonce, splat(job.schedule[3]));
            rounds!(s, w: 19);
            scheduled!(s, w: 20 21 22 23 24 25 26 27 28 29 30);
            w[15] = add(add(small1(w[13]), w[8]), splat(job.later[0]));
            rounds!(s, w: 31);
            w[0] = add(add(small1(w[14]), w[9]), splat(job.later[1]));
            rounds!(s, w: 32);
            scheduled!(s, w: 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48);
            scheduled!(s, w: 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63);
            let m = &job.midstate;
            std::array::from_fn(|i| add(s[i], splat(m[i])))
        }

        /// The last word of the header's hash. Not inlined: tests and searches run the same code.
        $(#[$feature])*
        #[inline(never)]
        fn last_word(job: &Job, nonce: V) -> V {
            second_hash!(first_hash(job, nonce))
        }

        /// The same if each lane has a version of its own, and all have the same nonce.
        $(#[$feature])*
        #[inline(never)]
        fn versions_last_word(versions: &[[V; 8]; 2], kw: &[u32; 64], nonce: u32) -> V {
            let [mut s, midstate] = *versions;
            let nonce = splat(nonce.swap_bytes());
            s[0] = add(s[0], nonce);
            s[4] = add(s[4], nonce);
            known!(s, kw: 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29);
            known!(s, kw: 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52);
            known!(s, kw: 53 54 55 56 57 58 59 60 61 62 63);
            second_hash!(std::array::from_fn(|i| add(s[i], midstate[i])))
        }

        /// The last words of batch after batch, each shown to `end`, until that says stop. How many batches
        /// came before it did.
        $(#[$feature])*
        #[inline]
        fn sweep(job: &Job, first: u32, batches: u64, mut end: impl FnMut(V) -> bool) -> u64 {
            let mut nonce = first;
            for batch in 0..batches {
                if end(last_word(job, from_words(nonces(nonce)))) {
                    return batch;
                }
                nonce = nonce.wrapping_add(LANES as u32);
            }
            batches
        }

        $(#[$feature])*
        pub(super) fn find(job: &Job, first: u32, batches: u64) -> u64 {
            let mask = splat(job.mask);
            sweep(job, first, batches, |word| any_zero(word, mask))
        }

        $(#[$feature])*
        pub(super) fn last_words(job: &Job, first: u32, words: &mut [u32]) {
            let batches = words.len().div_ceil(LANES) as u64;
            let mut rest = words.chunks_mut(LANES);
            sweep(job, first, batches, |word| {
                if let Some(words) = rest.next() {
                    words.copy_from_slice(&to_words(word)[..words.len()]);
                }
                false
            });
        }

        /// As `sweep`, over each version of a nonce before the next nonce.
        $(#[$feature])*
        #[inline]
        fn sweep_versions(
            jobs: &[Job],
            first: u32,
            batches: Range<u64>,
            mut end: impl FnMut(V) -> bool,
        ) -> u64 {
            let groups: Vec<[[V; 8]; 2]> = jobs
                .chunks(LANES)
                .map(|jobs| {
                    let lane = |i: usize| &jobs[i.min(jobs.len() - 1)];
                    [
                        std::array::from_fn(|i| from_words(std::array::from_fn(|l| lane(l).start[i]))),
                        std::array::from_fn(|i| from_words(std::array::from_fn(|l| lane(l).midstate[i]))),
                    ]
                })
                .collect();
            let Some(job) = jobs.first() else { return batches.end };
            let (mut nonce, mut kw) = (first, [0; 64]);
            let mut known = false;
            for batch in batches.clone() {
                let group = batch as usize % groups.len();
                if group == 0 || !known {
                    nonce = first.wrapping_add((batch / groups.len() as u64) as u32);
                    kw = job.round_words(nonce);
                    known = true;
                }
                if end(versions_last_word(&groups[group], &kw, nonce)) {
                    return batch;
                }
            }
            batches.end
        }

        $(#[$feature])*
        pub(super) fn find_versions(jobs: &[Job], first: u32, batches: Range<u64>) -> u64 {
            let mask = splat(jobs.first().map_or(0, |job| job.mask));
            sweep_versions(jobs, first, batches, |word| any_zero(word, mask))
        }

        $(#[$feature])*
        pub(super) fn version_words(jobs: &[Job], nonce: u32, words: &mut [u32]) {
            let batches = words.len().div_ceil(LANES) as u64;
            let mut rest = words.chunks_mut(LANES);
            sweep_versions(jobs, nonce, 0..batches, |word| {
                if let Some(words) = rest.next() {
                    words.copy_from_slice(&to_words(word)[..words.len()]);
                }
                false
            });
        }
    };
}

pub(super) use {functions, kernel, known, round, rounds, scheduled, second_hash};

/// The words of as many nonces, from `first` on.
pub(super) fn nonces<const LANES: usize>(first: u32) -> [u32; LANES] {
    std::array::from_fn(|lane| first.wrapping_add(lane as u32).swap_bytes())
}
