Console.WriteLine("validationzone");
