<?php
declare(strict_types=1);

use PhpAmqpLib\Connection\{AbstractConnection, AMQPConnectionConfig, AMQPConnectionFactory};

require_once 'PhpAmqpLib/autoload.php'; // Debian's php-amqplib; with Composer: vendor/autoload.php

/** Connects to the broker that AMQP_URL names: amqp://user:password@host:5672/vhost */
function connection(): AbstractConnection
{
    $url = parse_url((string) getenv('AMQP_URL'));
    $config = new AMQPConnectionConfig();
    $config->setIsSecure($url['scheme'] === 'amqps');
    $config->setHost($url['host']);
    $config->setPort($url['port'] ?? ($url['scheme'] === 'amqps' ? 5671 : 5672));
    $config->setUser(rawurldecode($url['user'] ?? 'guest'));
    $config->setPassword(rawurldecode($url['pass'] ?? 'guest'));
    $config->setVhost(rawurldecode(substr($url['path'] ?? '/%2f', 1)));
    return AMQPConnectionFactory::create($config);
}
