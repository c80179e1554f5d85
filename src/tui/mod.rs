//! The terminal screens: they draw scenes and know no subject.
