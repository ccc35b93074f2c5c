#!/bin/sh
# Put Parley into this person's menu, and let it open parley:// links. Run it where Parley is to
# stay, and again after it was moved. Needs no administrator. "install.sh remove" takes it back.
set -eu
unset CDPATH # with which cd may go elsewhere, and print where
share=$(cd "$(dirname "$0")" && pwd)
parley=$(dirname "$share")
home=${HOME:?"is not set: it says into whose menu Parley goes"}
data=${XDG_DATA_HOME:-$home/.local/share}

refuse() {
    echo "Parley is not in the menu: $1 Rename the folder, then run this again." >&2
    exit 1
}

if [ "${1-}" != remove ]; then
    case $parley in
        *%*) refuse "menus start nothing in a folder with a % in its name ($parley)." ;;
    esac
    if command -v iconv >/dev/null &&
        ! printf %s "$parley" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1; then
        refuse "the name of its folder is not UTF-8 ($parley), and Parley does not start there."
    fi
fi

for name in parley parley-server; do
    entry="$data/applications/$name.desktop"
    if [ "${1-}" = remove ]; then
        rm -f "$entry"
    elif [ -x "$parley/$name" ]; then
        mkdir -p "$data/applications"
        # A path in Exec stands in quotes, and what would end them is escaped, twice for sed.
        # A backslash is escaped twice by itself, as entries go.
        program=$(printf %s "$parley/$name" | sed 's/\\/\\\\\\\\/g; s/["`$]/\\\\&/g; s/[&|\\]/\\&/g')
        sed -e "s|^Exec=$name|Exec=\"$program\"|" -e '/^TryExec=/d' \
            "$share/applications/$name.desktop" >"$entry"
    fi
done
for size in "$share"/icons/hicolor/*; do
    icon="icons/hicolor/$(basename "$size")/apps/parley.png"
    if [ "${1-}" = remove ]; then
        rm -f "$data/$icon"
    else
        mkdir -p "$data/$(dirname "$icon")"
        cp "$share/$icon" "$data/$icon"
    fi
done

if command -v update-desktop-database >/dev/null; then
    update-desktop-database "$data/applications" || true
fi
if [ "${1-}" = remove ]; then
    links=${XDG_CONFIG_HOME:-$home/.config}/mimeapps.list
    [ ! -f "$links" ] || sed -i '/^x-scheme-handler\/parley=parley\.desktop;*$/d' "$links"
    echo "Parley is in the menu no more. The folder $parley may be deleted."
    exit
fi
if command -v xdg-mime >/dev/null && [ -x "$parley/parley" ]; then
    xdg-mime default parley.desktop x-scheme-handler/parley || true
fi
echo "Parley is in the menu now."
