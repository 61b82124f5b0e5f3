# expect: psgsh:Catalogue-publisher sh:MinCountConstraintComponent
# The catalogue names no organisation or agent.
DELETE WHERE { <id/catalogue/example> dct:publisher ?value }
