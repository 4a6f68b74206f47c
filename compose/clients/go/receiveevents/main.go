// Command receiveevents enters each posted invoice into a ledger, once: receiveevents DATABASE
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"os"

	_ "github.com/mattn/go-sqlite3"
	amqp "github.com/rabbitmq/amqp091-go"
)

const queue = "ledger.invoices"

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: receiveevents DATABASE")
	}
	// Your own database: the event's identifier is unique, in the transaction of what the event causes.
	ledger, err := sql.Open("sqlite3", os.Args[1])
	check(err)
	_, err = ledger.Exec("CREATE TABLE IF NOT EXISTS entry (event_id TEXT PRIMARY KEY, invoice TEXT, amount TEXT, currency TEXT)")
	check(err)
	connection, err := amqp.Dial(os.Getenv("AMQP_URL"))
	check(err)
	channel, err := connection.Channel()
	check(err)
	_, err = channel.QueueDeclare(queue, true, false, false, false, amqp.Table{"x-queue-type": "quorum"})
	check(err)
	check(channel.QueueBind(queue, "invoice.posted.v1", "invoice.events", false, nil))
	check(channel.Qos(100, 0, false))
	deliveries, err := channel.Consume(queue, "", false, false, false, false, nil)
	check(err)
	fmt.Println("Receiving from", queue)
	for delivery := range deliveries {
		var event struct {
			ID   string
			Data struct{ InvoiceNumber, TotalAmountWithTax, Currency string } // amounts are decimal strings: never floats
		}
		check(json.Unmarshal(delivery.Body, &event))
		result, err := ledger.Exec("INSERT INTO entry VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
			event.ID, event.Data.InvoiceNumber, event.Data.TotalAmountWithTax, event.Data.Currency)
		check(err)
		check(delivery.Ack(false)) // only now: what is not acknowledged comes again
		entered, err := result.RowsAffected()
		check(err)
		fmt.Println([]string{"seen before", "entered"}[entered], event.Data.InvoiceNumber, event.Data.TotalAmountWithTax, event.Data.Currency)
	}
	log.Fatal("The broker or the queue has gone.") // a supervisor starts this again
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
