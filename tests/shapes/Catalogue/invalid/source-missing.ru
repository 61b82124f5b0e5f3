# expect: psgsh:Catalogue-source-recommended sh:MinCountConstraintComponent
# The catalogue has no source.
DELETE WHERE { <id/catalogue/example> dct:source ?value }
