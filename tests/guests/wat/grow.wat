;; A memory of one page, without a maximum.
(module
  ;;include parts/number_imports.wat
  ;;include parts/number.wat
  (memory (export "memory") 1)
  ;;include parts/grow.wat
)
