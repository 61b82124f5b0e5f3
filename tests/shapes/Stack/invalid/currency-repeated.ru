# expect: psgsh:Stack-currency sh:MaxCountConstraintComponent
# The stack has two values of “currency”.
INSERT DATA { <id/stack/example> psg:currency <http://publications.europa.eu/resource/authority/currency/EUR> , <http://publications.europa.eu/resource/authority/currency/JPY> }
