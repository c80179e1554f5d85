//! The catalog: the one module that knows every subject by name.
