# expect: psgsh:ProductMapping-date sh:DatatypeConstraintComponent
# The value of “date” is not a date.
INSERT DATA { <id/product-mapping/example> dct:date "30 April 2026" }
