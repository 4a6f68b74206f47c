import CRabbitMQ

/// Owns the memory that the library's structures point to while one method or message is sent.
///
/// The library copies everything into its own buffer before a send returns, so the pool is emptied
/// after each: its pages are used again and sending allocates nothing.
///
/// Safe to hold: the pointer is valid from `init` to `deinit`, and nothing else frees it.
@safe
struct WirePool: ~Copyable {
  private let pool: UnsafeMutablePointer<amqp_pool_t>

  init() {
    unsafe pool = .allocate(capacity: 1)
    unsafe pool.initialize(to: amqp_pool_t())
    unsafe init_amqp_pool(pool, 16_384)
  }

  deinit {
    unsafe empty_amqp_pool(pool)
    unsafe pool.deallocate()
  }

  /// Gives all memory back to the pool. Nothing made by it may be used afterwards.
  func recycle() {
    unsafe recycle_amqp_pool(pool)
  }

  func bytes(_ text: String) throws(AMQPError) -> amqp_bytes_t {
    guard !text.isEmpty else { return unsafe amqp_empty_bytes }
    let count = text.utf8.count
    let memory = try unsafe allocate(count)
    let target = unsafe UnsafeMutableRawBufferPointer(start: memory, count: count)
    unsafe target.copyBytes(from: text.utf8)
    return unsafe amqp_bytes_t(len: count, bytes: memory)
  }

  func bytes(_ bytes: [UInt8]) throws(AMQPError) -> amqp_bytes_t {
    guard !bytes.isEmpty else { return unsafe amqp_empty_bytes }
    let memory = try unsafe allocate(bytes.count)
    unsafe UnsafeMutableRawBufferPointer(start: memory, count: bytes.count).copyBytes(from: bytes)
    return unsafe amqp_bytes_t(len: bytes.count, bytes: memory)
  }

  func table(_ table: HeaderTable) throws(AMQPError) -> amqp_table_t {
    guard !table.isEmpty else { return unsafe amqp_empty_table }
    let stride = unsafe MemoryLayout<amqp_table_entry_t>.stride
    let memory = try unsafe allocate(table.count * stride)
    let entries = unsafe memory.bindMemory(to: amqp_table_entry_t.self, capacity: table.count)
    for (index, entry) in table.entries.enumerated() {
      let name = try unsafe bytes(entry.name)
      let value = try unsafe field(entry.value)
      unsafe (entries + index).initialize(to: amqp_table_entry_t(key: name, value: value))
    }
    return unsafe amqp_table_t(num_entries: Int32(clamping: table.count), entries: entries)
  }

  func properties(_ properties: MessageProperties) throws(AMQPError) -> amqp_basic_properties_t {
    var wire = unsafe amqp_basic_properties_t()
    var flags: UInt32 = 0
    func text(_ text: String?, _ flag: Int32) throws(AMQPError) -> amqp_bytes_t {
      guard let text else { return unsafe amqp_empty_bytes }
      flags |= UInt32(bitPattern: flag)
      return try unsafe bytes(text)
    }
    unsafe wire.content_type = try text(properties.contentType, AMQP_BASIC_CONTENT_TYPE_FLAG)
    unsafe wire.content_encoding = try text(
      properties.contentEncoding, AMQP_BASIC_CONTENT_ENCODING_FLAG)
    unsafe wire.correlation_id = try text(
      properties.correlationId, AMQP_BASIC_CORRELATION_ID_FLAG)
    unsafe wire.reply_to = try text(properties.replyTo, AMQP_BASIC_REPLY_TO_FLAG)
    unsafe wire.expiration = try text(properties.expiration, AMQP_BASIC_EXPIRATION_FLAG)
    unsafe wire.message_id = try text(properties.messageId, AMQP_BASIC_MESSAGE_ID_FLAG)
    unsafe wire.type = try text(properties.type, AMQP_BASIC_TYPE_FLAG)
    unsafe wire.user_id = try text(properties.userId, AMQP_BASIC_USER_ID_FLAG)
    unsafe wire.app_id = try text(properties.appId, AMQP_BASIC_APP_ID_FLAG)
    if let headers = properties.headers {
      unsafe wire.headers = try table(headers)
      flags |= UInt32(AMQP_BASIC_HEADERS_FLAG)
    }
    if let mode = properties.deliveryMode {
      unsafe wire.delivery_mode = mode.rawValue
      flags |= UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG)
    }
    if let priority = properties.priority {
      unsafe wire.priority = priority
      flags |= UInt32(AMQP_BASIC_PRIORITY_FLAG)
    }
    if let timestamp = properties.timestamp {
      unsafe wire.timestamp = timestamp
      flags |= UInt32(AMQP_BASIC_TIMESTAMP_FLAG)
    }
    unsafe wire._flags = flags
    return unsafe wire
  }

  private func field(_ value: HeaderValue) throws(AMQPError) -> amqp_field_value_t {
    var field = unsafe amqp_field_value_t()
    switch value {
    case .boolean(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
      unsafe field.value.boolean = value ? 1 : 0
    case .int8(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_I8.rawValue)
      unsafe field.value.i8 = value
    case .uint8(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_U8.rawValue)
      unsafe field.value.u8 = value
    case .int16(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_I16.rawValue)
      unsafe field.value.i16 = value
    case .uint16(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_U16.rawValue)
      unsafe field.value.u16 = value
    case .int32(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_I32.rawValue)
      unsafe field.value.i32 = value
    case .uint32(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_U32.rawValue)
      unsafe field.value.u32 = value
    case .int64(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
      unsafe field.value.i64 = value
    case .uint64(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_U64.rawValue)
      unsafe field.value.u64 = value
    case .float(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_F32.rawValue)
      unsafe field.value.f32 = value
    case .double(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_F64.rawValue)
      unsafe field.value.f64 = value
    case .decimal(let scale, let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_DECIMAL.rawValue)
      unsafe field.value.decimal = amqp_decimal_t(decimals: scale, value: value)
    case .timestamp(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_TIMESTAMP.rawValue)
      unsafe field.value.u64 = value
    case .string(let text):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
      unsafe field.value.bytes = try bytes(text)
    case .bytes(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_BYTES.rawValue)
      unsafe field.value.bytes = try bytes(value)
    case .table(let value):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_TABLE.rawValue)
      unsafe field.value.table = try table(value)
    case .array(let values):
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_ARRAY.rawValue)
      unsafe field.value.array = try array(values)
    case .void:
      unsafe field.kind = UInt8(AMQP_FIELD_KIND_VOID.rawValue)
    }
    return unsafe field
  }

  private func array(_ values: [HeaderValue]) throws(AMQPError) -> amqp_array_t {
    guard !values.isEmpty else { return unsafe amqp_empty_array }
    let stride = unsafe MemoryLayout<amqp_field_value_t>.stride
    let memory = try unsafe allocate(values.count * stride)
    let fields = unsafe memory.bindMemory(to: amqp_field_value_t.self, capacity: values.count)
    for (index, value) in values.enumerated() {
      let field = try unsafe field(value)
      unsafe (fields + index).initialize(to: field)
    }
    return unsafe amqp_array_t(num_entries: Int32(clamping: values.count), entries: fields)
  }

  private func allocate(_ count: Int) throws(AMQPError) -> UnsafeMutableRawPointer {
    guard let memory = unsafe amqp_pool_alloc(pool, count) else {
      throw .outOfMemory(operation: "amqp_pool_alloc")
    }
    return unsafe memory
  }
}
