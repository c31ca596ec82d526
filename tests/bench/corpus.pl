#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The three steps of make-corpus that touch text. Each reads names, ended by NUL, from standard
# input, relative to FROM, and writes files of the same relative names below TO.
#
#   text FROM TO        HTML loses its tags, the rest is copied; every name ends in .txt
#   every K FROM TO     copies each K-th file as it is
#   grow MB FROM TO     copies all files to TO/0, then to TO/1, TO/2 ... with changed words,
#                       until MB megabytes are written
#
# Works on bytes throughout. Only modules of perl-base.

use strict;
use warnings;

my %entity = (
    amp => '&', lt => '<', gt => '>', quot => '"', apos => "'", nbsp => ' ', middot => "\xC2\xB7",
    copy => "\xC2\xA9", reg => "\xC2\xAE", para => "\xC2\xB6", sect => "\xC2\xA7", deg => "\xC2\xB0",
    ndash => "\xE2\x80\x93", mdash => "\xE2\x80\x94", hellip => "\xE2\x80\xA6", trade => "\xE2\x84\xA2",
    lsquo => "\xE2\x80\x98", rsquo => "\xE2\x80\x99", ldquo => "\xE2\x80\x9C", rdquo => "\xE2\x80\x9D",
    larr => "\xE2\x86\x90", rarr => "\xE2\x86\x92", times => "\xC3\x97", le => "\xE2\x89\xA4", ge => "\xE2\x89\xA5",
);

sub entity_text {
    my ($name) = @_;
    return $entity{$name} // "&$name;" unless $name =~ s/^#//;
    my $code = $name =~ s/^[xX]// ? hex $name : $name;
    return ' ' if $code < 32 || $code > 0x10FFFF || ($code >= 0xD800 && $code < 0xE000);
    my $char = chr $code;
    utf8::encode($char);
    return $char;
}

my $block = qr{article|aside|blockquote|body|br|caption|center|dd|details|div|dl|dt|fieldset|figure|footer|form
    |h[1-6]|head|header|hr|html|li|main|nav|noscript|ol|p|pre|section|summary|table|tbody|tfoot|thead|title|tr|ul}xi;

sub html_text {
    my ($text) = @_;
    $text =~ s/<!--.*?-->//gs;
    $text =~ s{<(script|style|svg)\b.*?</\1\s*>}{ }gis;
    $text =~ s{</?(?:$block)\b[^>]*>}{\n}g;
    $text =~ s{</?t[dh]\b[^>]*>}{ }gi;
    $text =~ s/<[^>]*>//g;
    $text =~ s/&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});/entity_text($1)/ge;
    $text =~ s/[ \t\r\f]+/ /g;
    $text =~ s/ ?\n[ \n]*/\n/g;
    $text =~ s/^\n//;
    return $text;
}

# Copy number $copy of a text. Of its words and identifiers of more than six characters, half get a
# suffix, always the same in one copy; which half is decided by a hash of word and copy. So the
# vocabulary grows, and grows with the text roughly as that of natural text does (README.md).
my ($copy, %changed) = (0);

sub changed_word {
    my ($word) = @_;
    my $hash = 2166136261 ^ $copy;
    $hash = (($hash ^ $_) * 16777619) & 0xFFFFFFFF for unpack 'C*', $word;
    return ($hash >> 13) & 1 ? $word . 'q' . chr(ord('a') + $copy) : $word;
}

sub changed_text {
    my ($text) = @_;
    $text =~ s/\b([A-Za-z_][A-Za-z0-9_]{6,})/$changed{$1} \/\/= changed_word($1)/ge;
    return $text;
}

sub file_text {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "corpus.pl: $path: $!\n";
    local $/;
    return <$file> // '';
}

my %made; # folders that exist

sub write_file {
    my ($path, $text) = @_;
    (my $folder = $path) =~ s{/[^/]*$}{};
    unless ($made{$folder}++) {
        my $part = '';
        for my $name (split m{/}, $folder) { $part .= "$name/"; mkdir $part unless -d $part; }
    }
    open my $file, '>:raw', $path or die "corpus.pl: $path: $!\n";
    print $file $text and close $file or die "corpus.pl: $path: $!\n";
}

my $step = shift @ARGV // '';
my $number = $step eq 'text' ? 0 : shift @ARGV;
my ($from, $to) = @ARGV;
die "usage: corpus.pl text|every K|grow MB FROM TO <NAMES\n" unless defined $to && $step =~ /^(?:text|every|grow)$/;
chomp(my @names = do { local $/ = "\0"; <STDIN> });
s/\0$//, s{^\./}{} for @names;

if ($step eq 'text') {
    for my $name (@names) {
        my $text = file_text("$from/$name");
        $text = html_text($text) if $name =~ /\.html$/;
        next if $text !~ /\S/;
        my $path = "$to/$name";
        $path .= '.txt' unless $path =~ /\.txt$/;
        $path .= '.txt' while -e $path;
        write_file($path, $text);
    }
} elsif ($step eq 'every') {
    for (my $i = $number - 1; $i < @names; $i += $number) {
        write_file("$to/$names[$i]", file_text("$from/$names[$i]"));
    }
} else {
    my $left = $number * 1_000_000;
    for (; $left > 0; $copy++) {
        %changed = ();
        for my $name (@names) {
            my $text = file_text("$from/$name");
            $text = changed_text($text) if $copy;
            write_file("$to/$copy/$name", $text);
            last if ($left -= length $text) <= 0;
        }
    }
}
