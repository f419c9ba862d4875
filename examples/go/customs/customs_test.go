package customs

import (
	"testing"

	"example.com/parcelkit/parcel"
)

func TestDeclaration(t *testing.T) {
	got := Declaration(parcel.Address{Country: "gb", Postcode: "ec1a1bb"}, []Item{{"book", 2, 1250}, {"pencil", 10, 5}})
	want := "CN 22 to GB, EC1A 1BB\n2 x book 12.50 EUR\n10 x pencil 0.05 EUR\ntotal 25.50 EUR\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
