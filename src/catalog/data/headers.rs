//! Headers of the main network at two of its changes of the target, as hexadecimal: public facts.

/// The first header of the window before the first change.
pub const HEADER_30240: &str = concat!(
    "01000000e6bf7fd7f7790a63786faa878d0dc7fd8f2ff365732e45862c66075100000000700d342f65c7",
    "b6834dffb615358a1897016f0448913372190cbe3d27a4b53355b1512b4bffff001dbfb02519",
);

/// The last header of that window (30 December 2009).
pub const HEADER_32255: &str = concat!(
    "0100000049c1daab3b6536ff1b2633c3a316a6e06ec287676cdeec4ca7baae6b00000000ac10b36b8f35",
    "4b3353207de15940a5edbc05bb8364af75b4b5409e7823f2b48923ec3a4bffff001dbd5fa412",
);

/// The first header with another target than the first.
pub const HEADER_32256: &str = concat!(
    "010000004b0360d834a330ec7833e30e1f523ee05a0793361e29a73421964f980000000027b64a020af2",
    "94e903feed93768705336a20090612a043f47af462a2f5e5b564f8ee3a4b6ad8001dd3a43707",
);

/// The first header of the one window that was faster than is heeded.
pub const HEADER_66528: &str = concat!(
    "010000004e8e5cf3c4e4b8f63a9cf88beb2dbaba1949182101ae4e5cf54ad100000000009f2a2344e811",
    "2b0d7bd8089414106ee5f17bb6cd64078883e1b661fa251aac6bed1d3c4cf4a3051c4dcd2b02",
);

/// The last header of that window (16 July 2010).
pub const HEADER_68543: &str = concat!(
    "010000000cfc9e4c2703d2da0276db10d809fbad119f4a7a015b83ffbdac090300000000c5907cdb4d94",
    "7c8b73204658e6a6faae0307527bc4f6f5fdcf5e96d63b549d918788404cf4a3051c193bdd00",
);

/// The header after it.
pub const HEADER_68544: &str = concat!(
    "01000000fb57c71ccd211b3de4ccc2e23b50a7cdb72aab91e60737b3a2bfdf030000000088a88ad9df68",
    "925e880e5d52b7e50cef225871c68b40a2cd0bca1084cd436037f388404cfd68011caeb1f801",
);
