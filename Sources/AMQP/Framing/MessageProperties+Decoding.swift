import CRabbitMQ

extension MessageProperties {
  /// Copies what the library decoded; nothing points into its memory afterwards.
  init(copying decoded: amqp_basic_properties_t, strings: inout ShortStrings) {
    self.init(deliveryMode: nil)
    let flags = unsafe decoded._flags
    func has(_ flag: UInt32) -> Bool { flags & flag != 0 }

    if has(UInt32(AMQP_BASIC_CONTENT_TYPE_FLAG)) {
      contentType = unsafe strings.text(decoded.content_type, at: .contentType)
    }
    if has(UInt32(AMQP_BASIC_CONTENT_ENCODING_FLAG)) {
      contentEncoding = unsafe strings.text(decoded.content_encoding, at: .contentEncoding)
    }
    if has(UInt32(AMQP_BASIC_HEADERS_FLAG)) {
      headers = unsafe HeaderTable(copying: decoded.headers, depth: 1)
    }
    if has(UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG)) {
      deliveryMode = unsafe DeliveryMode(rawValue: decoded.delivery_mode)
    }
    if has(UInt32(AMQP_BASIC_PRIORITY_FLAG)) { priority = unsafe decoded.priority }
    if has(UInt32(AMQP_BASIC_CORRELATION_ID_FLAG)) {
      correlationId = unsafe String(copying: decoded.correlation_id)
    }
    if has(UInt32(AMQP_BASIC_REPLY_TO_FLAG)) {
      replyTo = unsafe strings.text(decoded.reply_to, at: .replyTo)
    }
    if has(UInt32(AMQP_BASIC_EXPIRATION_FLAG)) {
      expiration = unsafe String(copying: decoded.expiration)
    }
    if has(UInt32(AMQP_BASIC_MESSAGE_ID_FLAG)) {
      messageId = unsafe String(copying: decoded.message_id)
    }
    if has(UInt32(AMQP_BASIC_TIMESTAMP_FLAG)) { timestamp = unsafe decoded.timestamp }
    if has(UInt32(AMQP_BASIC_TYPE_FLAG)) { type = unsafe strings.text(decoded.type, at: .type) }
    if has(UInt32(AMQP_BASIC_USER_ID_FLAG)) {
      userId = unsafe strings.text(decoded.user_id, at: .userId)
    }
    if has(UInt32(AMQP_BASIC_APP_ID_FLAG)) {
      appId = unsafe strings.text(decoded.app_id, at: .appId)
    }
  }
}

extension HeaderTable {
  /// Copies a decoded table. Values nested deeper than `depthLimit` become `void`.
  init(copying table: amqp_table_t, depth: Int) {
    self.init()
    let entries = unsafe UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries))
    reserveCapacity(entries.count)
    for index in entries.indices {
      let entry = unsafe entries[index]
      unsafe append(
        String(copying: entry.key), HeaderValue(copying: entry.value, depth: depth))
    }
  }
}

extension HeaderValue {
  init(copying field: amqp_field_value_t, depth: Int) {
    let value = unsafe field.value
    switch unsafe UInt32(clamping: field.kind) {
    case AMQP_FIELD_KIND_BOOLEAN.rawValue: self = unsafe .boolean(value.boolean != 0)
    case AMQP_FIELD_KIND_I8.rawValue: self = unsafe .int8(value.i8)
    case AMQP_FIELD_KIND_U8.rawValue: self = unsafe .uint8(value.u8)
    case AMQP_FIELD_KIND_I16.rawValue: self = unsafe .int16(value.i16)
    case AMQP_FIELD_KIND_U16.rawValue: self = unsafe .uint16(value.u16)
    case AMQP_FIELD_KIND_I32.rawValue: self = unsafe .int32(value.i32)
    case AMQP_FIELD_KIND_U32.rawValue: self = unsafe .uint32(value.u32)
    case AMQP_FIELD_KIND_I64.rawValue: self = unsafe .int64(value.i64)
    case AMQP_FIELD_KIND_U64.rawValue: self = unsafe .uint64(value.u64)
    case AMQP_FIELD_KIND_F32.rawValue: self = unsafe .float(value.f32)
    case AMQP_FIELD_KIND_F64.rawValue: self = unsafe .double(value.f64)
    case AMQP_FIELD_KIND_DECIMAL.rawValue:
      self = unsafe .decimal(scale: value.decimal.decimals, value: value.decimal.value)
    case AMQP_FIELD_KIND_TIMESTAMP.rawValue: self = unsafe .timestamp(value.u64)
    case AMQP_FIELD_KIND_UTF8.rawValue:
      let bytes = unsafe [UInt8](copying: value.bytes)
      // A "long string" is any bytes; only what is text may be shown as text.
      self = String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .bytes(bytes)
    case AMQP_FIELD_KIND_BYTES.rawValue: self = unsafe .bytes([UInt8](copying: value.bytes))
    case AMQP_FIELD_KIND_TABLE.rawValue where depth < HeaderTable.depthLimit:
      self = unsafe .table(HeaderTable(copying: value.table, depth: depth + 1))
    case AMQP_FIELD_KIND_ARRAY.rawValue where depth < HeaderTable.depthLimit:
      let array = unsafe value.array
      let fields = unsafe UnsafeBufferPointer(
        start: array.entries, count: Int(array.num_entries))
      self = unsafe .array(fields.map { unsafe HeaderValue(copying: $0, depth: depth + 1) })
    default: self = .void
    }
  }
}

extension [UInt8] {
  init(copying bytes: amqp_bytes_t) {
    self = unsafe Array(UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len))
  }
}
