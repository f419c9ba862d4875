package org.example.shelf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private static Shelf.Book book(String isbn, String title, String number) {
        return new Shelf.Book(Isbn.parse(isbn), title, CallNumber.parse(number));
    }

    private final Shelf shelf = new Shelf();

    @Test
    void booksStandInOrder() {
        shelf.add(book("0306406152", "c", "QA 76"));
        shelf.add(book("9780804429573", "a", "PN 6"));
        shelf.add(book("0306406152", "d", "QA 76"));
        assertEquals(List.of("a", "c", "d"), shelf.books().stream().map(Shelf.Book::title).toList());
    }

    @Test
    void aBookIsFoundByEitherForm() {
        shelf.add(book("0306406152", "c", "QA 76"));
        assertEquals("c", shelf.find("978-0-306-40615-7").orElseThrow().title());
        assertTrue(shelf.find("9780804429573").isEmpty());
    }

    @Test
    void nobodyElseChangesTheShelf() {
        assertThrows(UnsupportedOperationException.class, () -> shelf.books().clear());
    }
}
