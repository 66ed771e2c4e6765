;; The var "order": letters that were written down by modules as they started, the first one first.

;;include order_key.wat

;; Writes a letter behind those that are there.
(func $order_append (param $letter i32)
  (local $old i64) (local $new i64) (local $length i64) (local $at i64)
  (local.set $old (call $var_get (call $order_key)))
  (if (i64.ne (local.get $old) (i64.const 0))
    (then (local.set $length (call $length (local.get $old)))))
  (local.set $new (call $alloc (i64.add (local.get $length) (i64.const 1))))
  (block $done
    (loop $next
      (br_if $done (i64.ge_u (local.get $at) (local.get $length)))
      (call $store_u8
        (i64.add (local.get $new) (local.get $at))
        (call $load_u8 (i64.add (local.get $old) (local.get $at))))
      (local.set $at (i64.add (local.get $at) (i64.const 1)))
      (br $next)))
  (call $store_u8 (i64.add (local.get $new) (local.get $length)) (local.get $letter))
  (call $var_set (call $order_key) (local.get $new)))
