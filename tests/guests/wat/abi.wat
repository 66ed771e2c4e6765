;; Runs a script of calls into the host, so that a test can make any call of the ABI with any
;; arguments, and see every result. `tests/support/abi-script.js` writes scripts and reads results.
;;
;; The input, all numbers little-endian u64:
;;
;;   count                   how many records follow
;;   count × {op, a, b}      24 bytes each, run in order
;;   data                    any bytes, used by `block`
;;
;; op: bits 0 to 7 are the index of the operation in the table (abi/operations.wat). If bit 8 is
;; set, a is a reference, if bit 9 is set, b is. A reference stands for the result of an earlier
;; record plus an addend: bits 0 to 31 are that record's index, bits 32 to 63 the addend, signed.
;; What is no reference is passed as it is. Operations with fewer than two parameters ignore the
;; rest; an i32 parameter takes the low half; an i32 result is zero-extended; none gives 0.
;;
;; `run` outputs one u64 per record, the results. Its block is allocated before the first record
;; runs, so that a script may use up all memory, and written after the last.
;; `run_quiet` allocates nothing and sets no output: what the script sets is what the host sees.
;; Both return 0, or the argument of the script's last `exit`. An unknown op traps.
(module
  ;;include abi/imports.wat
  ;;include abi/interpreter.wat
  ;;include abi/operations.wat
)
