use super::*;

/// How many words of each kernel are compared with the reference, over all headers.
const COMPARED: usize = 1 << 22;

const GENESIS: (&str, u32) = (
    "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b2\
     7ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d00000000",
    2_083_236_893,
);
const BLOCK_1: (&str, u32) = (
    "010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd1e4ba744\
     bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d00000000",
    2_573_394_689,
);

fn bytes(hex: &str) -> [u8; 80] {
    std::array::from_fn(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
}

/// 2^(256 - bits) - 1: as many zero bits on top.
fn target(bits: u32) -> [u8; 32] {
    std::array::from_fn(|i| 0xff_u8.checked_shr(bits.saturating_sub(8 * i as u32)).unwrap_or(0))
}

/// The target of difficulty 1.
fn difficulty_1() -> [u8; 32] {
    let mut target = [0; 32];
    target[4..6].fill(0xff);
    target
}

/// A header like no other, the same in every run.
fn random(seed: u64) -> [u8; 80] {
    let half = |part: u64| {
        let hash = bitcoin_hashes::sha512::Hash::hash(&[seed, part].map(u64::to_le_bytes).concat());
        hash.to_byte_array()
    };
    let bytes = [half(0), half(1)].concat();
    std::array::from_fn(|i| bytes[i])
}

fn engines() -> Vec<Engine> {
    Kernel::available().into_iter().filter_map(Kernel::engine).collect()
}

fn reference() -> Engine {
    Kernel::Reference.engine().unwrap()
}

#[test]
fn names_are_read_back_and_the_best_kernel_runs() {
    for kernel in Kernel::ALL {
        assert_eq!(Kernel::from_name(kernel.name()), Some(kernel));
        assert_eq!(
            kernel.engine().map(|engine| engine.kernel()),
            kernel.is_available().then_some(kernel)
        );
    }
    assert_eq!(Kernel::from_name("gpu"), None);
    assert!(Kernel::best().is_available());
    println!("compared here: {:?}", Kernel::available());
}

#[test]
fn first_blocks_are_found_in_every_lane() {
    for (header, nonce) in [GENESIS, BLOCK_1] {
        let job = Job::new(bytes(header), difficulty_1());
        for engine in engines() {
            for before in (0..20).chain([100, 1000]) {
                let start = u64::from(nonce) - before;
                let found = Scan { nonce: Some(nonce), tried: before + 1 };
                assert_eq!(engine.scan(&job, start..1 << 32), found, "{engine:?} {before}");
                assert_eq!(engine.scan(&job, start..u64::from(nonce) + 1), found);
                let none = Scan { nonce: None, tried: before };
                assert_eq!(engine.scan(&job, start..u64::from(nonce)), none);
                let none = Scan { nonce: None, tried: 333 };
                let after = u64::from(nonce) + 1;
                assert_eq!(engine.scan(&job, after..after + 333), none);
            }
        }
    }
}

#[test]
fn words_are_those_of_the_reference() {
    const HEADERS: usize = 64;
    for seed in 0..HEADERS as u64 {
        let job = Job::new(random(seed), target(32));
        // The first half over the end of the nonces, where they start again at 0.
        let start = if seed % 2 == 0 { u32::MAX - 777 } else { (seed * 0x0912_3457) as u32 };
        let count = COMPARED / HEADERS + seed as usize;
        let expected = reference().words(&job, start, count);
        for engine in engines() {
            assert!(engine.words(&job, start, count) == expected, "{engine:?} {seed}");
        }
    }
    let job = Job::new(random(0), target(32));
    let hash = job.hash_all(7);
    assert_eq!(reference().words(&job, 7, 1)[0].to_le_bytes(), hash[28..]);
    for engine in engines() {
        for count in 0..40 {
            assert_eq!(engine.words(&job, 9, count), reference().words(&job, 9, count));
        }
    }
}

#[test]
fn easy_targets_give_the_same_lowest_nonce() {
    for bits in [0, 1, 2, 3, 4, 7, 8, 12, 16, 20] {
        for seed in 0..if bits < 16 { 40 } else { 3 } {
            let mut limit = target(bits);
            // Not a power of two.
            limit[bits as usize / 8] ^= seed as u8 & (0x7f >> (bits % 8));
            let job = Job::new(random(1000 + seed), limit);
            let range = seed << 20..1 << 32;
            let expected = reference().scan(&job, range.clone());
            assert!(expected.nonce.is_some());
            for engine in engines() {
                assert_eq!(engine.scan(&job, range.clone()), expected, "{engine:?} {bits} {seed}");
            }
        }
    }
}

#[test]
fn ranges_end_where_they_say() {
    let job = Job::new(random(5), target(5));
    let none = Job::new(random(5), [0; 32]);
    for engine in engines() {
        for count in 0..70 {
            for start in [0, 3, (1 << 32) - count, (1 << 32) - count / 2] {
                let range = start..start + count;
                let expected = reference().scan(&job, range.clone());
                assert_eq!(engine.scan(&job, range.clone()), expected, "{engine:?} {range:?}");
                let tried = count.min((1 << 32) - start);
                assert_eq!(engine.scan(&none, range), Scan { nonce: None, tried });
            }
        }
        let empty = Scan { nonce: None, tried: 0 };
        assert_eq!(engine.scan(&job, 1 << 32..1 << 40), empty);
        assert_eq!(engine.scan(&job, u64::MAX..u64::MAX), empty);
        #[allow(clippy::reversed_empty_ranges)]
        let reversed = engine.scan(&job, 9..3);
        assert_eq!(reversed, empty);
    }
}

#[test]
fn targets_of_more_than_32_zero_bits_are_met_in_full() {
    for (header, nonce) in [GENESIS, BLOCK_1] {
        let range = u64::from(nonce) - 500..u64::from(nonce) + 500;
        let mut hash = Job::new(bytes(header), [0; 32]).hash_all(nonce);
        hash.reverse();
        for engine in engines() {
            let exact = engine.scan(&Job::new(bytes(header), hash), range.clone());
            assert_eq!(exact, Scan { nonce: Some(nonce), tried: 501 });
            let mut below = hash;
            below[31] -= 1;
            let missed = engine.scan(&Job::new(bytes(header), below), range.clone());
            assert_eq!(missed, Scan { nonce: None, tried: 1000 });
        }
    }
}

#[test]
fn a_wrong_constant_is_noticed() {
    let job = Job::new(random(1), target(32));
    let expected = reference().words(&job, 0, 64);
    let mut wrong = vec![job.clone(); 7];
    wrong[0].midstate[7] ^= 1;
    wrong[1].start[3] ^= 1;
    for i in 0..4 {
        wrong[2 + i].schedule[i] ^= 1 << 31;
    }
    wrong[6].later[1] ^= 1;
    for engine in engines() {
        if [Kernel::Naive, Kernel::Reference].contains(&engine.kernel()) {
            continue;
        }
        for (i, job) in wrong.iter().enumerate() {
            let words = engine.words(job, 0, 64);
            // The SHA instructions work out words 31 and 32 by themselves.
            let unused = i == 6 && [Kernel::ShaNi, Kernel::Aarch64].contains(&engine.kernel());
            assert_eq!(words == expected, unused, "{engine:?} {i}");
        }
    }
}

/// Version rolling of SHA-NI and the rest, against the reference.
#[test]
fn versions_give_the_words_of_the_reference() {
    for count in [0, 1, 2, 3, 4, 5, 15, 16, 17, 31, 64, 333] {
        let versions = Versions::new(random(u64::from(count)), target(32), count);
        assert_eq!(versions.jobs().len(), count.max(1) as usize);
        for nonce in [0, 1, 77, 0x1234_5678, u32::MAX] {
            let expected: Vec<u32> =
                versions.jobs().iter().map(|job| reference().words(job, nonce, 1)[0]).collect();
            for engine in engines() {
                assert_eq!(engine.version_words(&versions, nonce), expected, "{engine:?} {count}");
            }
        }
    }
    assert_eq!(Versions::new(random(0), target(32), u32::MAX).jobs().len(), 1 << 16);
}

#[test]
fn versions_differ_in_the_free_bits_only() {
    let header = random(3);
    let versions = Versions::new(header, target(32), 1 << 16);
    let mut seen = std::collections::HashSet::new();
    for job in versions.jobs() {
        let other = job.header(0);
        assert_eq!(other[4..76], header[4..76]);
        let version = |h: &[u8]| u32::from_le_bytes([h[0], h[1], h[2], h[3]]);
        assert_eq!((version(&other) ^ version(&header)) & 0xe000_1fff, 0);
        assert!(seen.insert(version(&other)));
    }
}

#[test]
fn versions_are_searched_in_the_same_order() {
    for (count, bits) in [(1, 6), (2, 6), (5, 8), (16, 8), (17, 10), (40, 12), (64, 14)] {
        for seed in 0..10 {
            let versions = Versions::new(random(seed), target(bits), count);
            for nonces in [0..1 << 32, 5..200, (1 << 32) - 9..1 << 40, 7..7, 9..10] {
                let expected = reference().scan_versions(&versions, nonces.clone());
                if let Some((index, nonce)) = expected.found {
                    assert!(versions.jobs()[index].is_met_by(nonce));
                    let before = (u64::from(nonce) - nonces.start) * u64::from(count);
                    assert_eq!(expected.tried, before + index as u64 + 1);
                }
                for engine in engines() {
                    let found = engine.scan_versions(&versions, nonces.clone());
                    assert_eq!(found, expected, "{engine:?} {count} {bits} {nonces:?}");
                }
            }
        }
    }
}
