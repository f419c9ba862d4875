import { stem } from './words.ts';

/**
 * Abbreviations and near synonyms of programmers' vocabulary: the first word of each line is related to each of the
 * others, in both directions, but these are not related to one another.
 */
const RELATED = `
address addr ip
append add
argument arg param
array np ndarray numpy list
attribute attr property
average mean avg
background bg
begin start
binary bin
boolean bool
bucket s3
button btn click
calculate calc compute
callback cb
capital upper capitalize
change convert
character char
check is test has valid verify validate
color rgb colour
column col
combine merge concatenate
command cmd shell
compare diff eq
concatenate concat join
configuration config conf cfg
connect connection conn socket
console stdout terminal
context ctx
convert to parse cast transform
coordinate coord
copy clone
count len frequency
create make new build generate
current cur
database db sql table
dataframe df
date datetime day month year
debounce throttle
debug log
decimal float dec
decode utf8
default fallback
delete del remove
destination dest dst
development dev
deviation std
dictionary dict key
difference diff
directory dir folder
distance dist
divide div
document doc
download url fetch
draw plot
duplicate unique
element elem item el
empty none null blank
encode utf8
environment env
equal eq
error err exception
escape quote
estimate fit
evaluate eval
event evt
execute exec run call
exit quit
expression regex re
extract get
file path filename
find search get
first head
flatten flat nested
float double
folder path
frequency freq
function func fn
generator yield
get fetch retrieve return
graph plot
group bucket
hash md5 digest
header head
hexadecimal hex
histogram hist
html soup dom
identifier id
image img picture
import module
index idx
information info
initialize init
insert add
integer int
invert reverse
invoke call
iterate iter loop
iterable iter
iterator iter
json dump
last tail end
latitude lat
length len size
library lib
list array
load open read
logger log logging
longitude lon lng
lowercase lower
matrix array
maximum max
memory mem
message msg
minimum min
minute time
missing nan
modify update
move rename
multiply mul
newline line
null nan none undefined
number num numeric
object obj
option opt
order sort
overwrite replace
package pkg module
pandas pd df
parameter param
password passwd pwd
pause sleep wait
plot figure
position pos
predict model
previous prev
print show display
probability prob
process subprocess proc
production prod
quit kill
random rand
read load
rectangle rect
recursive walk
reference ref
regular regex re
remove strip
repository repo
request req http
response res resp
round floor ceil
row line
run start
second time
send post
separator sep delimiter
server host
set assign update
show plot display
sleep wait
source src
split token tokenize
standard std
stop kill terminate
string str text
subtract diff
sum add total
substitute replace sub
substring sub
table db
temporary tmp temp
tensor tf
test assert
thread async
time datetime timestamp
timezone tz utc
train fit
trim strip
uppercase upper
uri url
user username
utility util
value val
variable var
vector array vec
version ver
whitespace space strip
widget qt
width w
window win screen
word token
write save dump
xml etree
yaml yml
zip compress gzip`;

/** Related stems by stem. */
export const RELATED_STEMS: ReadonlyMap<string, ReadonlySet<string>> = relatedStems();

function relatedStems(): ReadonlyMap<string, ReadonlySet<string>> {
  const related = new Map<string, Set<string>>();
  const relate = (from: string, to: string): void => {
    const known = related.get(from);
    if (known) known.add(to);
    else related.set(from, new Set([to]));
  };
  for (const line of RELATED.trim().split('\n')) {
    const [head, ...others] = line.split(' ').map(stem);
    for (const other of others) {
      if (other === head) continue;
      relate(head!, other);
      relate(other, head!);
    }
  }
  return related;
}
