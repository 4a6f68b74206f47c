extension Migration {
  /// An order may be named by a group alone: its schedules are found by it.
  static let indexGroupsByOrder = Migration(
    version: 5, name: "groups by order", comments: []
  ) { _ in
    """
    CREATE INDEX billing_schedule_group_by_order
      ON billing_schedule_group (order_id) WHERE order_id IS NOT NULL;
    """
  }
}
