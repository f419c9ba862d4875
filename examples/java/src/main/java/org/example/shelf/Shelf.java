package org.example.shelf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Books in the order of their call numbers. */
public final class Shelf {
    /** A book with its place. */
    public record Book(Isbn isbn, String title, CallNumber callNumber) {}

    private final List<Book> books = new ArrayList<>();

    /** Puts a book where it belongs, after those with the same number. */
    public void add(Book book) {
        int index = 0;
        while (index < books.size() && books.get(index).callNumber().compareTo(book.callNumber()) <= 0) {
            index++;
        }
        books.add(index, book);
    }

    /** The book with an ISBN, however it is written. */
    public Optional<Book> find(String isbn) {
        Isbn wanted = Isbn.parse(isbn);
        return books.stream().filter(book -> book.isbn().equals(wanted)).findFirst();
    }

    /** The books from left to right. */
    public List<Book> books() {
        return Collections.unmodifiableList(books);
    }
}
