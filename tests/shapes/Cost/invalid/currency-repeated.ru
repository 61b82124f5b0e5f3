# expect: psgsh:Cost-currency sh:MaxCountConstraintComponent
# The cost has two values of “currency”.
INSERT DATA { <id/cost/example> cv:currency <http://publications.europa.eu/resource/authority/currency/JPY> }
