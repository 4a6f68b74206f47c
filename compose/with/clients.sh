# shellcheck shell=bash
# Sourced by test.sh: what the clients of compose/clients are compiled and run with. There is no amqplib (Node) and no
# current RabbitMQ.Client (.NET) among Debian's packages; the tests only have those two parsed.
packages+=(
  golang-go golang-github-rabbitmq-amqp091-go-dev golang-github-mattn-go-sqlite3-dev gcc libc6-dev
  default-jdk-headless librabbitmq-client-java libjackson2-databind-java libslf4j-java libxerial-sqlite-jdbc-java
  php-cli php-amqplib php-sqlite3
  amqp-tools jq sqlite3
  mono-mcs nodejs
)
install_missing_packages
