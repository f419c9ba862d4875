/** Where well-known names of the standard libraries come from: what an answer uses and forgets to import is no matter of taste. */
import type { Family } from '../model/code.ts';

const under = (place: string, names: string, join: string): (readonly [string, string])[] => names.split(' ').map((name) => [name, `${place}${join}${name}`]);

/** Names of packages whose path does not leave two of them to choose from (`rand` and `template` do). */
const GO: ReadonlyMap<string, string> = new Map([
  ...'bufio bytes cmp context errors fmt html io iter log maps math os path reflect regexp slices sort strconv strings sync testing time unicode'.split(' ').map((name) => [name, name] as const),
  ...under('unicode', 'utf8 utf16', '/'), ...under('encoding', 'json hex base64 binary csv', '/'), ...under('math', 'big bits', '/'), ...under('crypto', 'sha1 sha256 sha512 md5 hmac', '/'),
  ...under('path', 'filepath', '/'), ...under('net', 'url', '/'), ...under('sync', 'atomic', '/'), ...under('hash', 'crc32 fnv', '/'),
]);

const RUST: ReadonlyMap<string, string> = new Map([
  ...under('std::collections', 'HashMap HashSet BTreeMap BTreeSet VecDeque BinaryHeap', '::'), ...under('std::str', 'FromStr Chars', '::'), ...under('std::cmp', 'Ordering Reverse', '::'),
  ...under('std::rc', 'Rc', '::'), ...under('std::sync', 'Arc Mutex RwLock', '::'), ...under('std::borrow', 'Cow', '::'), ...under('std::time', 'Duration Instant', '::'), ...under('std::path', 'Path PathBuf', '::'),
  ...under('std::cell', 'Cell RefCell', '::'), ...under('std::iter', 'Peekable FusedIterator', '::'), ...under('std', 'fmt mem', '::'),
]);

const JAVA: ReadonlyMap<string, string> = new Map([
  ...under('java.util', 'ArrayDeque ArrayList Arrays BitSet Collection Collections Comparator Deque HashMap HashSet Iterator LinkedHashMap LinkedHashSet LinkedList List Locale Map NoSuchElementException Objects Optional OptionalInt PriorityQueue Queue Set SortedMap StringJoiner TreeMap TreeSet UUID', '.'),
  ...under('java.util.regex', 'Matcher Pattern', '.'), ...under('java.util.stream', 'Collectors IntStream Stream', '.'),
  ...under('java.util.function', 'BiFunction BinaryOperator Consumer Function IntFunction IntPredicate IntUnaryOperator Predicate Supplier ToIntFunction UnaryOperator', '.'),
  ...under('java.math', 'BigDecimal BigInteger RoundingMode', '.'), ...under('java.nio.charset', 'Charset StandardCharsets', '.'), ...under('java.text', 'Normalizer', '.'),
  ...under('java.time', 'Duration Instant LocalDate LocalDateTime LocalTime ZoneId ZonedDateTime', '.'), ...under('java.io', 'IOException UncheckedIOException', '.'),
]);

const NONE: ReadonlyMap<string, string> = new Map();

/** By the name as code writes it: what an import of it names. */
export const STANDARD_NAMES: Readonly<Record<Family, ReadonlyMap<string, string>>> = { javascript: NONE, typescript: NONE, python: NONE, go: GO, rust: RUST, java: JAVA };
