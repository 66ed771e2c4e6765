//! Named behaviours of the heap, one test each.
