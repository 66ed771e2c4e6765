;; A memory of one page, with a maximum of 100.
(module
  ;;include parts/number_imports.wat
  ;;include parts/number.wat
  (memory (export "memory") 1 100)
  ;;include parts/grow.wat
)
