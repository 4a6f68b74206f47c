// Command sendrequest bills what is due of an account: sendrequest ACCOUNT DATE IDENTIFIER
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

var exitStatus = map[string]int{"Succeeded": 0, "PartiallySucceeded": 2, "Failed": 3, "Rejected": 4}

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: sendrequest ACCOUNT DATE IDENTIFIER")
	}
	account, date := os.Args[1], os.Args[2]
	request, err := json.Marshal(map[string]any{
		"specversion": "1.0", "type": "invoice.generate.v1", "source": "crm",
		"id":   os.Args[3], // the idempotency key: choose it once, store it, and keep it when you ask again
		"data": map[string]any{"accountId": account, "targetDate": date, "invoiceDate": date, "action": "Posted"},
	})
	check(err)
	connection, err := amqp.Dial(os.Getenv("AMQP_URL"))
	check(err)
	channel, err := connection.Channel()
	check(err)
	check(channel.Confirm(false)) // from now on the broker says what it has stored
	answers, err := channel.Consume("amq.rabbitmq.reply-to", "", true, false, false, false, nil)
	check(err)
	message := amqp.Publishing{ContentType: "application/cloudevents+json", DeliveryMode: amqp.Persistent, ReplyTo: "amq.rabbitmq.reply-to", Body: request}
	for attempt := 0; attempt < 3; attempt++ { // an answer may be lost; asking again has no second effect
		confirmation, err := channel.PublishWithDeferredConfirmWithContext(context.Background(),
			"invoice.requests", "invoice.generate.v1", false, false, message)
		check(err)
		if !confirmation.Wait() {
			check(errors.New("the broker has not stored it"))
		}
		select {
		case answer := <-answers: // without a body when the connection has ended
			var completion struct{ Data struct{ Outcome string } }
			check(json.Unmarshal(answer.Body, &completion))
			fmt.Println(string(answer.Body))
			os.Exit(exitStatus[completion.Data.Outcome])
		case <-time.After(30 * time.Second):
		}
	}
	log.Fatal("No answer yet: run this again with the same identifier.")
}

func check(err error) {
	if err != nil {
		log.Fatalf("The request may not have arrived (%v): run this again with the same identifier.", err)
	}
}
