;; A memory of 20 pages from the beginning.
(module
  ;;include parts/number_imports.wat
  ;;include parts/number.wat
  (memory (export "memory") 20)
  ;;include parts/grow.wat
)
