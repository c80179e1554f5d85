//! Measurements: how the cost of a check grows.
