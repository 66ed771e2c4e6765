;; Frees what it passes to imports, as many PDKs do, though the host has freed it already. Config: greeting = "Howdy", and a key
;; of 1024 zero bytes.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "load_u8" (func $load_u8 (param i64) (result i32)))
  (import "extism:host/env" "store_u64" (func $store (param i64 i64)))
  (import "extism:host/env" "input_load_u64" (func $input (param i64) (result i64)))
  (import "extism:host/env" "config_get" (func $config_get (param i64) (result i64)))
  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
  (import "extism:host/env" "log_info" (func $log_info (param i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (global $highest (mut i64) (i64.const 0))

  ;; A block with "greeting".
  (func $greeting (result i64) (local $at i64)
    (local.set $at (call $alloc (i64.const 8)))
    (call $store (local.get $at) (i64.const 0x676e697465657267))
    (local.get $at))

  ;; Makes the block the output after it was freed.
  (func $output_freed (param $at i64) (local $length i64)
    (local.set $length (call $length (local.get $at)))
    (call $free (local.get $at))
    (drop (call $greeting))
    (call $output_set (local.get $at) (local.get $length)))

  (func $output_number (param $number i64) (local $at i64)
    (local.set $at (call $alloc (i64.const 8)))
    (call $store (local.get $at) (local.get $number))
    (call $output_set (local.get $at) (i64.const 8)))

  ;; The value of "greeting", its key freed before the value is looked at.
  (func (export "config") (local $key i64) (local $value i64)
    (local.set $key (call $greeting))
    (local.set $value (call $config_get (local.get $key)))
    (call $free (local.get $key))
    (call $output_set (local.get $value) (call $length (local.get $value))))

  ;; The same, and the value is freed before it becomes the output.
  (func (export "config_freed") (local $key i64)
    (local.set $key (call $greeting))
    (call $output_freed (call $config_get (local.get $key))))

  (func (export "store") (local $key i64) (local $value i64)
    (call $var_set (local.tee $key (call $greeting)) (local.tee $value (call $greeting)))
    (call $free (local.get $key))
    (call $free (local.get $value)))

  ;; One block is key and value.
  (func (export "store_same") (local $at i64)
    (local.set $at (call $greeting))
    (call $var_set (local.get $at) (local.get $at)))

  ;; Key and value were given to another import before, and freed.
  (func (export "store_used") (local $key i64) (local $value i64)
    (call $log_info (local.tee $key (call $greeting)))
    (call $free (local.tee $value (call $greeting)))
    (call $var_set (local.get $key) (local.get $value)))

  ;; The value has rested for as long as it can, and to free the key would end that.
  (func (export "store_oldest") (local $key i64) (local $value i64)
    (call $free (local.tee $value (call $greeting)))
    (call $free (call $alloc (i64.const 262128)))
    (local.set $key (call $alloc (i64.const 100)))
    (call $var_set (local.get $key) (local.get $value))
    (local.set $key (call $alloc (i64.const 100)))
    (local.set $value (call $var_get (local.get $key)))
    (call $output_set (local.get $value) (call $length (local.get $value))))

  (func (export "var") (local $key i64) (local $value i64)
    (local.set $key (call $greeting))
    (local.set $value (call $var_get (local.get $key)))
    (call $free (local.get $key))
    (call $output_set (local.get $value) (call $length (local.get $value))))

  (func (export "log") (local $message i64) (local $output i64)
    (local.set $message (call $greeting))
    (call $log_info (local.get $message))
    (local.set $output (call $greeting))
    (call $free (local.get $message))
    (call $output_set (local.get $output) (i64.const 8)))

  ;; Asks for "greeting" as often as the input says, and frees key and value each time; tells how often the value was right
  ;; after the key was freed.
  (func (export "config_often") (local $rounds i64) (local $right i64) (local $key i64) (local $value i64)
    (local.set $rounds (call $input (i64.const 0)))
    (loop $next
      (local.set $key (call $greeting))
      (local.set $value (call $config_get (local.get $key)))
      (call $free (local.get $key))
      (drop (call $greeting))
      (if (i64.eq (call $length (local.get $value)) (i64.const 5))
        (then (if (i32.eq (call $load_u8 (local.get $value)) (i32.const 72)) ;; H
          (then (if (i32.eq (call $load_u8 (i64.add (local.get $value) (i64.const 4))) (i32.const 121)) ;; y
            (then (local.set $right (i64.add (local.get $right) (i64.const 1)))))))))
      (call $free (local.get $value))
      (call $free (local.get $key))
      (br_if $next (i64.ne (local.tee $rounds (i64.sub (local.get $rounds) (i64.const 1))) (i64.const 0))))
    (call $output_number (local.get $right)))

  ;; Notes where a block is, and gives it back.
  (func $seen (param $at i64) (result i64)
    (if (i64.gt_u (local.get $at) (global.get $highest)) (then (global.set $highest (local.get $at))))
    (local.get $at))

  (func $kilobyte (result i64)
    (call $seen (call $alloc (i64.const 1024))))

  ;; Calls config_get, var_set, var_get and a log with 1 KiB each as often as the input says; tells the highest address that
  ;; any block had. Frees what it is given, and in every other round what it passed.
  (func (export "wear") (local $rounds i64) (local $key i64) (local $value i64)
    (local.set $rounds (call $input (i64.const 0)))
    (loop $next
      (local.set $value (call $seen (call $config_get (local.tee $key (call $kilobyte)))))
      (if (i64.ne (call $length (local.get $value)) (i64.const 1024)) (then (unreachable)))
      (if (i32.wrap_i64 (i64.and (local.get $rounds) (i64.const 1))) (then (call $free (local.get $key))))
      (call $var_set (call $kilobyte) (local.get $value))
      (call $free (local.get $value))
      (local.set $value (call $seen (call $var_get (call $kilobyte))))
      (if (i64.ne (call $length (local.get $value)) (i64.const 1024)) (then (unreachable)))
      (call $log_info (local.get $value))
      (br_if $next (i64.ne (local.tee $rounds (i64.sub (local.get $rounds) (i64.const 1))) (i64.const 0))))
    (call $output_number (global.get $highest))))
