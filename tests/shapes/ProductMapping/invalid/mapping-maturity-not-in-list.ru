# expect: psgsh:ProductMapping-mappingMaturity sh:NodeConstraintComponent
# The code for “mapping maturity” is not in the code list.
DELETE WHERE { <id/product-mapping/example> psg:mappingMaturity ?value } ;
INSERT DATA { <id/product-mapping/example> psg:mappingMaturity <codelist/mapping-maturity/unknown> }
