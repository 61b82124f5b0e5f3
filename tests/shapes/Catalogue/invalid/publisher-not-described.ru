# expect: psgsh:Catalogue-publisher sh:OrConstraintComponent
# The catalogue names an organisation or agent that is not described anywhere.
DELETE WHERE { <id/catalogue/example> dct:publisher ?value } ;
INSERT DATA { <id/catalogue/example> dct:publisher <id/organisation/nowhere> }
